-- 全区新收、办结、结转一季一季怎样变化，每个合计数有几家单位在内？
SELECT
    p.period_name AS 报告期,
    max(r.value) FILTER (WHERE r.cell_code = 'T3:new.total') AS 新收,
    max(r.value) FILTER (WHERE r.cell_code = 'T3:total.total') AS 办结,
    max(r.value) FILTER (WHERE r.cell_code = 'T3:carried_out.total') AS 结转,
    max(r.units_in) AS 在内, max(r.units_expected) AS 应报
FROM mart.rpt_quarterly_units r
JOIN mart.dim_period p USING (period)
WHERE r.scope = 'aggregate' AND r.cell_code IN ('T3:new.total', 'T3:total.total', 'T3:carried_out.total')
GROUP BY p.period_name, p.starts_on
ORDER BY p.starts_on;
