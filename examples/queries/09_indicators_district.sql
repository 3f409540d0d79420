-- 全区各项指标本季度多少、本年累计多少、上年同期多少，是否达到要求，几家单位在内？
-- 全区的比率是分子之和比分母之和，不是各单位比率的平均；同一指标有两个来源的各占一行。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
)
SELECT
    d.group_name AS 指标组, d.name AS 指标, f.source AS 来源, f.numerator AS 分子, f.denominator AS 分母, f.value AS 本季度,
    f.state AS 读法, f.year_value AS 本年累计, f.before_value AS 上年同期, d.operator || ' ' || d.threshold AS 要求, f.is_met AS 达到,
    f.units_in AS 在内
FROM mart.fct_indicator f
JOIN asked USING (period)
JOIN mart.dim_indicator d USING (indicator_code)
JOIN mart.dim_unit u USING (unit_code)
WHERE u.parent_code IS NULL
ORDER BY d.indicator_order, f.source;
