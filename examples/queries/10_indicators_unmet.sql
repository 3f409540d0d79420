-- 哪些单位的哪些指标没有达到要求，差多少？
-- 只列判定为“未达到”的；不适用、未报、无法判断的不算未达到（见下一个查询）。按年考察的看本年累计。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
)
SELECT
    d.name AS 指标, u.unit_name AS 单位, u.group_name AS 组, f.source AS 来源,
    CASE d.judged_over WHEN 'year' THEN f.year_value ELSE f.value END AS 数值,
    d.operator || ' ' || d.threshold AS 要求, f.numerator AS 本季分子, f.denominator AS 本季分母, d.basis AS 依据
FROM mart.fct_indicator f
JOIN asked USING (period)
JOIN mart.dim_indicator d USING (indicator_code)
JOIN mart.dim_unit u USING (unit_code)
WHERE u.parent_code IS NOT NULL AND f.is_met = false
ORDER BY d.indicator_order, u.group_name, f.unit_code, f.source;
