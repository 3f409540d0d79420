-- A workbook that has the sheet of tasks answers on every task of the unit; what was done in an earlier quarter of the year needs no
-- second answer, unless it recurs. A workbook without the sheet can't be judged: the tasks show as not reported.
WITH sheet AS (
    SELECT submission_id, any_value(sheet) AS sheet FROM check_task GROUP BY submission_id
),
$earlier
SELECT
    '$rule_id' AS rule_id,
    u.submission_id,
    u.document || ' ' || u.task_id AS check_key,
    CASE
        WHEN h.submission_id IS NULL THEN 'not_assessable'
        WHEN t.is_answered OR (u.recurs IS NULL AND e.status = 'done') THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    coalesce(t.sheet, h.sheet) AS sheet, t.address, NULL AS text,
    '任务“' || u.task_id || ' ' || coalesce(u.name, '') || '”' AS detail
FROM check_task_unit AS u
JOIN check_submission AS s ON s.submission_id = u.submission_id
LEFT JOIN sheet AS h ON h.submission_id = u.submission_id
LEFT JOIN check_task AS t ON t.submission_id = u.submission_id AND t.document = u.document AND t.task_id = u.task_id
LEFT JOIN earlier AS e ON e.submission_id = u.submission_id AND e.document = u.document AND e.task_id = u.task_id
