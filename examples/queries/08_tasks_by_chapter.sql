-- 工作要点的任务，按章看完成、推进、逾期各几项，完成率多少？
-- 不涉及的不进分母；没有可考核的任务就没有完成率，不是 0%。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
)
SELECT
    t.document_number AS 文号, any_value(t.chapter || '、' || t.chapter_title) AS 章, count(*) AS 任务,
    count(*) FILTER (WHERE r.status = 'done') AS 完成,
    count(*) FILTER (WHERE r.status = 'on_the_way') AS 推进中,
    count(*) FILTER (WHERE r.status = 'overdue') AS 逾期,
    count(*) FILTER (WHERE r.status = 'not_reported') AS 未报进展,
    count(*) FILTER (WHERE r.status = 'not_due') AS 未到期,
    count(*) FILTER (WHERE r.status = 'not_applicable') AS 不涉及,
    round(
        count(*) FILTER (WHERE r.status = 'done') / nullif(count(*) FILTER (WHERE r.status <> 'not_applicable'), 0), 4
    ) AS 完成率
FROM mart.rpt_task_status r
JOIN asked USING (period)
JOIN mart.dim_task t USING (document, task_id)
GROUP BY t.document_number, t.document, t.chapter
ORDER BY t.document, min(t.task_order);
