-- What is asked for as a part of another number is at most as much; the whole may stand in the sheet or in the statutory tables.
WITH whole AS (
    SELECT submission_id, measure_code, value FROM check_metric WHERE value IS NOT NULL
    UNION ALL
    SELECT c.submission_id, m.measure_code, CASE WHEN count(c.value) = any_value(m.item_count) THEN sum(c.value) END
    FROM check_cell AS c
    JOIN cat_measure_source AS m ON m.source = 'cells' AND m.edition = c.edition AND m.item = c.cell_code
    GROUP BY c.submission_id, m.measure_code
)
SELECT
    '$rule_id' AS rule_id,
    t.submission_id,
    t.measure_code || ':' || t.row_no AS check_key,
    CASE
        WHEN t.value IS NULL OR w.value IS NULL THEN 'not_assessable'
        WHEN t.value > w.value THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    w.value AS expected, t.value AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    t.sheet, t.address, t.text,
    '“' || k.name || '”填写的是 ' || trim(printf('%g', t.value::DOUBLE)) || '，大于“' || h.name || '”的 '
        || trim(printf('%g', w.value::DOUBLE)) AS detail
FROM check_metric AS t
JOIN check_submission AS s ON s.submission_id = t.submission_id
JOIN cat_measure AS k ON k.measure_code = t.measure_code AND k.part_of IS NOT NULL
JOIN cat_measure AS h ON h.measure_code = k.part_of
LEFT JOIN whole AS w ON w.submission_id = t.submission_id AND w.measure_code = k.part_of
