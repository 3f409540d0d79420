-- 到本季度末，哪些单位的哪些任务逾期未完成，或到了期却没有报进展？
-- 单位报“已完成”而数据没有达到要求的（is_disputed）也列出：两种说法都在，由主管部门核实。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
)
SELECT
    t.name AS 任务, t.document_number AS 文号, u.unit_name AS 单位, f.role AS 角色, f.due_on AS 时限, f.status AS 进展,
    f.reported AS 单位所报, f.progress AS 进展情况, f.is_disputed AS 所报与数据不一致
FROM mart.fct_task_progress f
JOIN asked USING (period)
JOIN mart.dim_task t USING (document, task_id)
JOIN mart.dim_unit u USING (unit_code)
WHERE f.status = 'overdue' OR (f.status = 'not_reported' AND f.is_past_due) OR f.is_disputed
ORDER BY f.due_on, f.document, t.task_order, f.unit_code;
