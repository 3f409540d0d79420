-- The links of a listed document could be opened when they were last looked at; one that was not looked at, or could not be judged, is
-- left alone.
WITH given AS (
    SELECT *, CASE field WHEN 'url' THEN '链接' WHEN 'interpretation_url' THEN '解读链接' WHEN 'online_url' THEN '阅办联动链接' END AS heading
    FROM check_filing
    WHERE text IS NOT NULL
),
document AS (SELECT submission_id, row_no, text AS title FROM check_filing WHERE field = 'title')
SELECT
    '$rule_id' AS rule_id,
    g.submission_id,
    g.field || ':' || g.row_no AS check_key,
    CASE l.state WHEN 'dead' THEN 'fail' WHEN 'alive' THEN 'pass' ELSE 'not_assessable' END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    g.sheet, g.address, g.text,
    '第 ' || g.row_no || ' 件文件' || coalesce('“' || d.title || '”', '') || '的' || g.heading || '打不开'
        || coalesce('（' || l.detail || '）', '') AS detail
FROM given AS g
JOIN check_submission AS s ON s.submission_id = g.submission_id
LEFT JOIN document AS d ON d.submission_id = g.submission_id AND d.row_no = g.row_no
LEFT JOIN check_link AS l ON l.url = g.text
WHERE g.heading IS NOT NULL
