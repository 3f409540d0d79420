-- A task that is done was done on a day: after its document was issued, and before the report came.
WITH dated AS (
    SELECT
        t.*,
        CASE
            WHEN t.status IS DISTINCT FROM 'done' THEN NULL
            WHEN t.done_text IS NULL THEN '没有填完成日期'
            WHEN t.done_on IS NULL THEN '完成日期“' || t.done_text || '”无法识别'
            WHEN t.done_on > t.received_on THEN '完成日期 ' || t.done_on || ' 晚于收到报表之日（' || t.received_on || '）'
            WHEN t.done_on < k.issued_on THEN '完成日期 ' || t.done_on || ' 早于文件印发之日（' || k.issued_on || '）'
        END AS wrong
    FROM check_task AS t
    LEFT JOIN cat_task AS k ON k.document = t.document AND k.task_id = t.task_id
)
SELECT
    '$rule_id' AS rule_id,
    t.submission_id,
    'task:' || t.row_no AS check_key,
    CASE
        WHEN t.status IS DISTINCT FROM 'done' THEN 'not_assessable'
        WHEN t.wrong IS NOT NULL THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    t.sheet, coalesce(t.done_address, t.address) AS address, t.done_text AS text,
    '任务“' || t.task_id || '”' || t.wrong AS detail
FROM dated AS t
JOIN check_submission AS s ON s.submission_id = t.submission_id
