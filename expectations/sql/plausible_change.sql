-- Against the same period of the year before: a change of more than `ratio` times and by at least so much asks for an explanation.
WITH asked AS (
    SELECT * FROM check_submission WHERE form_code IN $form_codes
),
$year_before
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    k.cell_code AS check_key,
    CASE
        WHEN c.value IS NULL OR y.value IS NULL THEN 'not_assessable'
        WHEN abs(c.value - y.value) >= h.at_least AND greatest(c.value, y.value) > least(c.value, y.value) * h.ratio THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    y.value AS expected,
    c.value AS actual,
    k.table_code, k.row_code, k.column_code, k.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM asked AS s
JOIN cat_threshold AS h ON h.rule_id = '$rule_id'
JOIN cat_cell AS k ON k.edition = s.edition AND k.cell_code = h.cell_code
LEFT JOIN check_cell AS c ON c.submission_id = s.submission_id AND c.cell_code = k.cell_code
LEFT JOIN year_before AS y ON y.submission_id = s.submission_id AND y.cell_code = k.cell_code
