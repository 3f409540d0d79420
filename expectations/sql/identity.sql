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
weighed AS (
    SELECT
        s.submission_id, t.check_key, t.table_code, t.row_code, t.column_code, t.at_cell,
        count(*) = count(c.value) AS is_complete,
        sum(c.value) FILTER (t.side = 'expected') AS left_side,
        sum(c.value) FILTER (t.side = 'actual') AS right_side,
        arg_min(t.cell_code, k.sort_order) AS first_cell
    FROM check_submission AS s
    JOIN term AS t
        ON t.edition = s.edition AND t.is_merged = (s.submission_id IN (SELECT submission_id FROM merged))
    JOIN cat_cell AS k ON k.edition = t.edition AND k.cell_code = t.cell_code
    LEFT JOIN check_cell AS c ON c.submission_id = s.submission_id AND c.cell_code = t.cell_code
    GROUP BY s.submission_id, t.check_key, t.table_code, t.row_code, t.column_code, t.at_cell
)
SELECT
    '$rule_id' AS rule_id,
    w.submission_id,
    w.check_key,
    CASE WHEN w.is_complete THEN w.left_side END AS expected,
    CASE WHEN w.is_complete THEN w.right_side END AS actual,
    $verdict AS outcome,
    w.table_code, w.row_code, w.column_code, w.at_cell AS cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM weighed AS w
LEFT JOIN check_cell AS c ON c.submission_id = w.submission_id AND c.cell_code = coalesce(w.at_cell, w.first_cell)
