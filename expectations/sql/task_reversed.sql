-- What was reported done in an earlier quarter of the year is not taken back without a word; a recurring task starts anew.
WITH earlier AS (
    SELECT
        s.submission_id, c.document, c.task_id,
        arg_max(c.status, q.ends_on) AS status, arg_max(c.period, q.ends_on) AS period
    FROM check_submission AS s
    JOIN cat_period AS p ON p.period = s.period
    JOIN counting_task AS c ON c.unit_code = s.unit_code
    JOIN cat_period AS q ON q.period = c.period AND q.year = p.year AND q.ends_on < p.starts_on
    GROUP BY s.submission_id, c.document, c.task_id
)
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
