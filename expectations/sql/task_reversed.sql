-- What was reported done in an earlier quarter of the year is not taken back without a word; a recurring task starts anew.
WITH $earlier
SELECT
    '$rule_id' AS rule_id,
    t.submission_id,
    'task:' || t.row_no AS check_key,
    CASE
        WHEN t.status IS NULL THEN 'not_assessable'
        WHEN t.status = 'done' THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    t.sheet, t.address, t.status_text AS text,
    '任务“' || t.task_id || '”在 ' || e.period || ' 已报完成' AS detail
FROM check_task AS t
JOIN check_submission AS s ON s.submission_id = t.submission_id
JOIN cat_task AS k ON k.document = t.document AND k.task_id = t.task_id AND k.recurs IS NULL
JOIN earlier AS e
    ON e.submission_id = t.submission_id AND e.document = t.document AND e.task_id = t.task_id AND e.status = 'done'
