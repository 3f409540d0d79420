-- What is done can be looked at: a web address, or several, one after the other.
WITH linked AS (
    SELECT
        t.*,
        CASE
            WHEN t.evidence IS NULL AND t.status = 'done' THEN '报“已完成”，没有填佐证链接'
            WHEN NOT regexp_matches(t.evidence, '^https?://[^\s/]+') THEN '佐证链接“' || t.evidence || '”不是网页地址'
        END AS wrong
    FROM check_task AS t
)
SELECT
    '$rule_id' AS rule_id,
    t.submission_id,
    'task:' || t.row_no AS check_key,
    CASE
        WHEN t.status IS DISTINCT FROM 'done' AND t.evidence IS NULL THEN 'not_assessable'
        WHEN t.wrong IS NOT NULL THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    t.sheet, coalesce(t.evidence_address, t.address) AS address, t.evidence AS text,
    '任务“' || t.task_id || '”' || t.wrong AS detail
FROM linked AS t
JOIN check_submission AS s ON s.submission_id = t.submission_id
