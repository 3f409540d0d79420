-- 件数 are whole; money is not held to it.
SELECT
    '$rule_id' AS rule_id,
    c.submission_id,
    c.cell_code AS check_key,
    CASE
        WHEN c.value IS NULL THEN 'not_assessable'
        WHEN c.value = trunc(c.value) THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    NULL AS expected, c.value AS actual,
    c.table_code, c.row_code, c.column_code, c.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM check_cell AS c
JOIN cat_cell AS k ON k.edition = c.edition AND k.cell_code = c.cell_code
WHERE k.is_count
