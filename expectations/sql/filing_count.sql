-- The number of documents that the unit states and the number that it lists are one number.
WITH listed AS (
    SELECT submission_id, count(DISTINCT row_no) AS documents FROM check_filing GROUP BY submission_id
)
SELECT
    '$rule_id' AS rule_id,
    t.submission_id,
    t.measure_code || ':' || t.row_no AS check_key,
    CASE
        WHEN t.value IS NULL THEN 'not_assessable'
        WHEN t.value <> coalesce(n.documents, 0) THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    coalesce(n.documents, 0) AS expected, t.value AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    t.sheet, t.address, t.text,
    '“' || k.name || '”填写的是 ' || trim(printf('%g', t.value::DOUBLE)) || '，文件台账列了 ' || coalesce(n.documents, 0) || ' 件' AS detail
FROM check_metric AS t
JOIN check_submission AS s ON s.submission_id = t.submission_id
JOIN cat_measure AS k ON k.measure_code = t.measure_code
JOIN cat_measure_source AS m ON m.measure_code = t.measure_code AND m.source = 'filings' AND m.item = 'is_listed' AND m.item_count = 1
LEFT JOIN listed AS n ON n.submission_id = t.submission_id
