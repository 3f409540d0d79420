-- Since the 行政复议法 of 2023 most of these disputes go to review first: more suits without one than the year before are worth a look.
WITH asked AS (
    SELECT * FROM check_submission WHERE form_code IN $form_codes
),
$year_before
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    'direct_suit' AS check_key,
    CASE
        WHEN c.value IS NULL OR y.value IS NULL THEN 'not_assessable'
        WHEN c.value - y.value >= $at_least THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    y.value AS expected,
    c.value AS actual,
    k.table_code, k.row_code, k.column_code, k.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM asked AS s
JOIN cat_period AS p ON p.period = s.period AND p.year >= $from_year
JOIN cat_cell AS k ON k.edition = s.edition AND k.cell_code = 'T4:direct_suit.total'
LEFT JOIN check_cell AS c ON c.submission_id = s.submission_id AND c.cell_code = k.cell_code
LEFT JOIN year_before AS y ON y.submission_id = s.submission_id AND y.cell_code = k.cell_code
