-- Every report of which another version counts than did, and why, in the words that people read.
WITH counting AS (
    SELECT
        unit_code, period, form_code, scope,
        max(submission_id) FILTER (side = 'former') AS was,
        max(submission_id) FILTER (side = 'present') AS now
    FROM compared_fct_submission
    WHERE status IN ('accepted', 'nil')
    GROUP BY ALL
),
traced AS (
    SELECT
        c.*,
        o.status AS status_of_was,
        n.submission_id IS NOT NULL AS now_was_known,
        EXISTS (
            SELECT 1 FROM compared_dq_answer a
            WHERE a.side = 'present' AND a.kind = 'waiver' AND a.submission_id = c.now
        ) AS now_is_waived,
        CASE WHEN c.now IS NULL THEN '，现无计数的报送' ELSE '，恢复编号 ' || c.now END AS instead
    FROM counting c
    LEFT JOIN compared_fct_submission o ON o.side = 'present' AND o.submission_id = c.was
    LEFT JOIN compared_fct_submission n ON n.side = 'former' AND n.submission_id = c.now
    WHERE c.was IS DISTINCT FROM c.now
)
SELECT
    row_number() OVER (ORDER BY coalesce(now, was), was) AS change_no,
    unit_code, period, form_code, scope,
    CASE
        WHEN was IS NULL AND NOT now_was_known THEN '补报：编号 ' || now
        WHEN was IS NULL AND now_is_waived THEN '豁免后计入：编号 ' || now
        WHEN was IS NULL THEN '重新核对后计入：编号 ' || now
        WHEN now > was AND now_is_waived AND now_was_known THEN '豁免后计入：编号 ' || now || ' 取代编号 ' || was
        WHEN now > was AND now_was_known THEN '重新核对后计入：编号 ' || now || ' 取代编号 ' || was
        WHEN now > was THEN '更正报送：编号 ' || now || ' 取代编号 ' || was
        WHEN status_of_was = 'withdrawn' THEN '撤回：编号 ' || was || ' 已撤回' || instead
        WHEN status_of_was IN ('accepted', 'nil') THEN '改认单位或报告期：编号 ' || was || ' 移出' || instead
        ELSE '重新核对后退回：编号 ' || was || ' 不再计入' || instead
    END AS sentence
FROM traced
