-- What was 尚未审结 a year ago was decided or is still open this year, so the block's total is at least as much. Table 4 has no row for
-- what is carried over, so units differ on it.
WITH asked AS (
    SELECT * FROM check_submission WHERE form_code IN $form_codes
),
$year_before
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    k.row_code AS check_key,
    CASE
        WHEN c.value IS NULL OR y.value IS NULL THEN 'not_assessable'
        WHEN c.value >= y.value THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    y.value AS expected,
    c.value AS actual,
    k.table_code, k.row_code, k.column_code, k.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM asked AS s
JOIN cat_cell AS k ON k.edition = s.edition AND k.table_code = 'T4' AND k.column_code = 'total'
LEFT JOIN check_cell AS c ON c.submission_id = s.submission_id AND c.cell_code = k.cell_code
LEFT JOIN year_before AS y
    ON y.submission_id = s.submission_id AND y.cell_code = 'T4:' || k.row_code || '.pending'
