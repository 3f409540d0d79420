-- A number that the unit and the portal both give is the same in both. One of a quarter that was not over when the portal was last seen
-- is left alone.
WITH told AS (
    SELECT *, CASE source WHEN 'cells' THEN '法定表' WHEN 'sheet' THEN '工作指标表' WHEN 'filings' THEN '文件台账' END AS place
    FROM check_measure
    WHERE source <> 'portal'
)
SELECT
    '$rule_id' AS rule_id,
    t.submission_id,
    t.measure_code || ':' || t.source AS check_key,
    CASE
        WHEN t.value IS NULL OR p.value IS NULL OR NOT coalesce(p.is_complete, false) THEN 'not_assessable'
        WHEN t.value <> p.value THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    p.value AS expected, t.value AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    t.sheet, t.address, trim(printf('%g', t.value::DOUBLE)) AS text,
    '“' || m.name || '”按' || t.place || '是 ' || trim(printf('%g', t.value::DOUBLE)) || '，门户网站'
        || coalesce('“' || p.origin || '”', '') || '（' || p.seen_on || ' 取数）是 ' || trim(printf('%g', p.value::DOUBLE)) AS detail
FROM told AS t
JOIN check_submission AS s ON s.submission_id = t.submission_id
JOIN check_measure AS p ON p.submission_id = t.submission_id AND p.measure_code = t.measure_code AND p.source = 'portal'
JOIN cat_measure AS m ON m.measure_code = t.measure_code
