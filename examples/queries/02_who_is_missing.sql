-- 各报告期谁没有报、谁逾期、谁被退回过，为什么？
-- 逾期看首次有效报送；期限未知（工作日历没有那一年）时 is_late 为空，既不算逾期也不算按时。
SELECT
    p.period_name AS 报告期, c.unit_name AS 单位, c.status AS 状态, c.is_late AS 逾期, c.returned_count AS 退回次数, c.reasons AS 原因
FROM mart.rpt_quarterly_coverage c
JOIN mart.dim_period p USING (period)
WHERE NOT c.is_in OR c.is_late OR c.returned_count > 0
ORDER BY p.ends_on, p.is_year, c.unit_code;
