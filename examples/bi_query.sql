-- 一、各季度谁没有报、谁逾期、谁被退回过？
SELECT p.period_name AS 报告期, c.unit_name AS 单位, c.status AS 状态, c.is_late AS 逾期, c.returned_count AS 退回次数, c.reasons AS 原因
FROM mart.rpt_quarterly_coverage c
JOIN mart.dim_period p USING (period)
WHERE NOT c.is_in OR c.is_late OR c.returned_count > 0
ORDER BY p.ends_on, p.is_year, c.unit_name;

-- 二、今年新收申请最多的十个单位：办结多少，公开率（予以公开加部分公开占办结）多少？
WITH figure AS (
    SELECT unit_code, period, cell_code, value
    FROM mart.rpt_annual_statutory
    WHERE scope = 'own' AND period = (SELECT max(period) FROM mart.rpt_annual_statutory)
)
SELECT u.unit_name AS 单位, f.新收::INTEGER AS 新收, f.办结::INTEGER AS 办结, round(f.公开 / nullif(f.办结, 0), 4) AS 公开率
FROM (
    SELECT
        unit_code,
        sum(value) FILTER (cell_code = 'T3:new.total') AS 新收,
        sum(value) FILTER (cell_code = 'T3:total.total') AS 办结,
        sum(value) FILTER (cell_code IN ('T3:granted.total', 'T3:partly_granted.total')) AS 公开
    FROM figure
    GROUP BY unit_code
) f
JOIN mart.dim_unit u USING (unit_code)
ORDER BY 新收 DESC
LIMIT 10;

-- 三、全区本年新收申请一季一季怎样变化，每个合计数有几家单位在内？
SELECT
    p.period_name AS 报告期, r.value::INTEGER AS 本期新收, r.ytd_value::INTEGER AS 本年累计,
    r.units_in AS 已报单位, r.units_expected AS 应报单位
FROM mart.rpt_quarterly_units r
JOIN mart.dim_period p USING (period)
WHERE r.scope = 'aggregate' AND r.cell_code = 'T3:new.total'
ORDER BY p.starts_on;
