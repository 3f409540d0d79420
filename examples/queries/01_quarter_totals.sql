-- 全区本季度的主要数字是多少，本年累计多少，几家单位在内，还差谁？
-- 合计只加已计入的单位；“在内”小于“应报”时，这个数还会变。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
),
missing AS (
    SELECT c.period, string_agg(c.unit_name, '、' ORDER BY c.unit_code) AS names
    FROM mart.rpt_quarterly_coverage c
    JOIN asked USING (period)
    WHERE c.is_rolled_up AND NOT c.is_in
    GROUP BY c.period
)
SELECT
    d.label AS 项目, r.value AS 本季度, r.ytd_value AS 本年累计, r.blank_count AS 空白, r.units_in AS 在内, r.units_expected AS 应报,
    m.names AS 未计入单位
FROM mart.rpt_quarterly_units r
JOIN asked USING (period)
JOIN mart.dim_cell d ON d.edition = r.edition AND d.cell_code = r.cell_code
LEFT JOIN missing m ON m.period = r.period
WHERE r.scope = 'aggregate'
    AND r.cell_code IN (
        'T2:normative_document.in_force', 'T2:licence.decisions', 'T2:penalty.decisions', 'T3:new.total', 'T3:carried_in.total',
        'T3:total.total', 'T3:carried_out.total', 'T4:review.total'
    )
ORDER BY d.sort_order;
