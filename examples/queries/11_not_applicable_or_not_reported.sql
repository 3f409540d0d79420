-- 每项指标：几家有数、几家不适用（没有这类事项）、几家没有报、几家无法判断？
-- 不适用不是 0%，也不是 100%；没有报的更不是。算达标率时分母只取有数且有要求的单位。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
)
SELECT
    d.name AS 指标, f.source AS 来源,
    count(*) FILTER (WHERE f.state = 'value') AS 有数,
    count(*) FILTER (WHERE f.state = 'not_applicable') AS 不适用,
    count(*) FILTER (WHERE f.state = 'not_reported') AS 未报,
    count(*) FILTER (WHERE f.state = 'not_assessable') AS 无法判断,
    count(*) FILTER (WHERE f.is_met) AS 达到,
    count(*) FILTER (WHERE f.is_met = false) AS 未达到,
    round(count(*) FILTER (WHERE f.is_met) / nullif(count(f.is_met), 0), 4) AS 达标率
FROM mart.fct_indicator f
JOIN asked USING (period)
JOIN mart.dim_indicator d USING (indicator_code)
JOIN mart.dim_unit u USING (unit_code)
WHERE u.parent_code IS NOT NULL
GROUP BY d.indicator_order, d.name, f.source
ORDER BY d.indicator_order, f.source;
