-- 还有哪些问题没有销号，是哪一季列入的，整改期限到哪天，过期了没有？
-- 期限为空是因为工作日历没有那一年，不是没有期限。
SELECT
    u.unit_name AS 单位, b.period AS 列入, b.kind AS 类别, b.text AS 问题, b.demand AS 整改要求, b.due_on AS 整改期限, b.status AS 状态
FROM mart.fct_problem b
JOIN mart.dim_unit u USING (unit_code)
WHERE b.status <> 'closed'
ORDER BY b.status DESC, b.due_on NULLS LAST, b.unit_code, b.problem_id;
