-- Every identity (勾稽关系) that the rule comes to in the edition: sum(expected) = sum(actual). Where （六） is printed as one row, that
-- row stands for its three, once. One row a check; it is shown at the printed total, or else at the first cell of the left side.
WITH $merged,
line AS (
    SELECT * FROM cat_identity_line WHERE rule_id = '$rule_id'
),
numbered AS (
    SELECT * FROM cat_identity_cell WHERE rule_id = '$rule_id'
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
