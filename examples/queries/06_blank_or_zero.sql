-- 本季度各单位的表里，多少格填了数、多少格确认为零、多少格因零报送为零、多少格空着？
-- 空白、零、零报送、未报是四件事：空白不是零，未报的单位一格也没有。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
)
SELECT
    c.unit_name AS 单位, c.status AS 报送状态,
    count(f.cell_code) FILTER (WHERE f.state = 'number') AS 有数,
    count(f.cell_code) FILTER (WHERE f.state = 'zero') AS 确认为零,
    count(f.cell_code) FILTER (WHERE f.state = 'nil') AS 零报送,
    count(f.cell_code) FILTER (WHERE f.state = 'blank') AS 空白
FROM mart.rpt_quarterly_coverage c
JOIN asked USING (period)
LEFT JOIN mart.fct_cell f ON f.period = c.period AND f.unit_code = c.unit_code AND f.scope = 'own'
GROUP BY c.unit_code, c.unit_name, c.status
ORDER BY 空白 DESC, c.unit_code;
