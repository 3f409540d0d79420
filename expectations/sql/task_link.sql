-- The link could be opened when it was last looked at; one that was not looked at, or could not be judged, is left alone.
SELECT
    '$rule_id' AS rule_id,
    t.submission_id,
    'task:' || t.row_no AS check_key,
    CASE l.state WHEN 'dead' THEN 'fail' WHEN 'alive' THEN 'pass' ELSE 'not_assessable' END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    t.sheet, coalesce(t.evidence_address, t.address) AS address, t.evidence AS text,
    '任务“' || t.task_id || '”的佐证链接打不开' || coalesce('（' || l.detail || '）', '') AS detail
FROM check_task AS t
JOIN check_submission AS s ON s.submission_id = t.submission_id
LEFT JOIN check_link AS l ON l.url = t.evidence
WHERE t.evidence IS NOT NULL
