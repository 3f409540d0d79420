-- 还有哪些问题没有销号，由谁整改，是哪一季列入的，期限到哪天，过期了没有？
-- 期限为空是因为工作日历没有那一年，不是没有期限。单位已并入其他单位的，由承接单位整改（holder_code）。
SELECT
    h.unit_name AS 整改单位, b.problem_id AS 编号, b.period AS 列入, b.kind AS 类别, b.latest_text AS 问题, b.demand AS 整改要求,
    b.due_on AS 整改期限, b.status AS 状态, s.quarters_carried AS 已跨季度
FROM mart.fct_problem b
JOIN mart.dim_unit h ON h.unit_code = b.holder_code
LEFT JOIN mart.rpt_problem_status s
    ON s.problem_id = b.problem_id
    AND s.period = (SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1)
WHERE b.status <> 'closed'
ORDER BY b.status DESC, b.due_on NULLS LAST, b.holder_code, b.problem_id;
