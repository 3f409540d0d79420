-- Every identity (勾稽关系) that the rule comes to in the edition: sum(expected) = sum(actual). Where （六） is printed as one row, that
-- row stands for its three, once. One row a check; it is shown at the printed total, or else at the first cell of the left side.
WITH $merged,
check_line AS (
    SELECT
        i.edition, m.is_merged, i.check_key AS declared_key, i.table_code, i.column_code,
        CASE WHEN m.is_merged AND a.merged_into IS NOT NULL THEN k.row_code ELSE i.check_key END AS check_key,
        CASE WHEN m.is_merged AND a.merged_into IS NOT NULL THEN k.row_code ELSE i.row_code END AS row_code,
        CASE WHEN m.is_merged THEN coalesce(a.merged_into, i.at_cell) ELSE i.at_cell END AS at_cell
    FROM cat_identity AS i
    CROSS JOIN (VALUES (FALSE), (TRUE)) AS m (is_merged)
    LEFT JOIN part AS a ON a.edition = i.edition AND a.cell_code = i.at_cell
    LEFT JOIN cat_cell AS k ON k.edition = a.edition AND k.cell_code = a.merged_into
    WHERE i.rule_id = '$rule_id'
),
term AS (  -- a set, so that three rows printed as one are one term, and their three checks one check
    SELECT DISTINCT
        l.edition, l.is_merged, l.check_key, l.table_code, l.row_code, l.column_code, l.at_cell, t.side,
        CASE WHEN l.is_merged THEN coalesce(t.merged_into, t.cell_code) ELSE t.cell_code END AS cell_code
    FROM check_line AS l
    JOIN cat_identity_term AS t ON t.edition = l.edition AND t.rule_id = '$rule_id' AND t.check_key = l.declared_key
),
sized AS (
    SELECT
        t.edition, t.is_merged, t.check_key, t.table_code, t.row_code, t.column_code, t.at_cell,
        count(*) AS terms, arg_min(t.cell_code, k.sort_order) AS first_cell
    FROM term AS t
    JOIN cat_cell AS k ON k.edition = t.edition AND k.cell_code = t.cell_code
    GROUP BY ALL
),
line AS (
    SELECT *, row_number() OVER () AS line_no, coalesce(at_cell, first_cell) AS shown_cell FROM sized
),
numbered AS (
    SELECT l.line_no, l.edition, l.is_merged, t.cell_code, t.side = 'expected' AS is_left, t.cell_code = l.shown_cell AS is_shown
    FROM line AS l
    JOIN term AS t ON t.edition = l.edition AND t.is_merged = l.is_merged AND t.check_key = l.check_key
),
weighed AS (  -- the place is picked up with the sums: a join for it would read every cell again
    SELECT
        c.submission_id, n.line_no,
        count(c.value) AS known,
        sum(c.value) FILTER (n.is_left) AS left_side,
        sum(c.value) FILTER (NOT n.is_left) AS right_side,
        any_value(c.sheet) FILTER (n.is_shown) AS sheet,
        any_value(c.address) FILTER (n.is_shown) AS address,
        any_value(c.text) FILTER (n.is_shown) AS text
    FROM check_cell AS c
    LEFT JOIN merged AS m ON m.submission_id = c.submission_id
    JOIN numbered AS n ON n.cell_code = c.cell_code AND n.edition = c.edition AND n.is_merged = (m.submission_id IS NOT NULL)
    GROUP BY c.submission_id, n.line_no
)
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    l.check_key,
    CASE WHEN w.known = l.terms THEN w.left_side END AS expected,
    CASE WHEN w.known = l.terms THEN w.right_side END AS actual,
    $verdict AS outcome,
    l.table_code, l.row_code, l.column_code, l.at_cell AS cell_code, w.sheet, w.address, w.text, NULL AS detail
FROM check_submission AS s
LEFT JOIN merged AS m ON m.submission_id = s.submission_id
JOIN line AS l ON l.edition = s.edition AND l.is_merged = (m.submission_id IS NOT NULL)
LEFT JOIN weighed AS w ON w.submission_id = s.submission_id AND w.line_no = l.line_no
