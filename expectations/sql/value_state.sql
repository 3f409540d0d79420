-- A cell whose writing is one of the rule's `states` is wrong; another one without a value cannot be judged.
SELECT
    '$rule_id' AS rule_id,
    c.submission_id,
    c.cell_code AS check_key,
    CASE
        WHEN c.state IN $states THEN 'fail'
        WHEN c.value IS NULL THEN 'not_assessable'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected, c.value AS actual,
    c.table_code, c.row_code, c.column_code, c.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM check_cell AS c
