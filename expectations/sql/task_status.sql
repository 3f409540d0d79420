-- A row with anything in it says how the task stands.
SELECT
    '$rule_id' AS rule_id,
    t.submission_id,
    'task:' || t.row_no AS check_key,
    CASE
        WHEN NOT t.is_answered THEN 'not_assessable'
        WHEN t.status IS NULL THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    t.sheet, t.address, t.status_text AS text,
    '任务“' || t.task_id || '”' || CASE
        WHEN t.status_text IS NULL THEN '写了进展等内容，没有选完成状态'
        ELSE '的完成状态填写的是“' || t.status_text || '”'
    END AS detail
FROM check_task AS t
JOIN check_submission AS s ON s.submission_id = t.submission_id
