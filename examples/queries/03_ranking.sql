-- 同一组内，本年累计新收申请谁多谁少，办结多少，公开率多少？
-- 不参加排名的单位和未报的单位也列出，但没有名次；没有办结的没有公开率，不是 0%。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
),
figure AS (
    SELECT
        c.unit_code, c.is_in,
        max(r.ytd_value) FILTER (WHERE r.cell_code = 'T3:new.total') AS received,
        max(r.ytd_value) FILTER (WHERE r.cell_code = 'T3:total.total') AS closed,
        sum(r.ytd_value) FILTER (WHERE r.cell_code IN ('T3:granted.total', 'T3:partly_granted.total')) AS granted
    FROM mart.rpt_quarterly_coverage c
    JOIN asked USING (period)
    LEFT JOIN mart.rpt_quarterly_units r ON r.period = c.period AND r.unit_code = c.unit_code AND r.scope = 'own'
    GROUP BY c.unit_code, c.is_in
)
SELECT
    u.group_name AS 组, u.unit_name AS 单位,
    CASE
        WHEN u.is_ranked AND f.is_in AND f.received IS NOT NULL
            THEN rank() OVER (PARTITION BY u.group_name, u.is_ranked AND f.is_in ORDER BY f.received DESC NULLS LAST)
    END AS 名次,
    f.received AS 累计新收, f.closed AS 累计办结, round(f.granted / nullif(f.closed, 0), 4) AS 公开率, f.is_in AS 本季已报
FROM figure f
JOIN mart.dim_unit u USING (unit_code)
ORDER BY u.group_name, 名次 NULLS LAST, u.unit_code;
