-- 本季度新收申请与上年同季相比，各单位和全区各增减多少？
-- 撤并的单位随承接单位走：上年同季的数加到承接单位。上年应报而未报全的没有同期数，不拿一部分去比。
WITH RECURSIVE asked AS (  -- 换季度：改成 WHERE period = '2025Q1'
    SELECT period, year, quarter, ends_on FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
),
handed_on AS (
    SELECT u.unit_code, u.successor_codes AS head_code
    FROM mart.dim_unit u
    JOIN asked a ON u.valid_to < a.ends_on
    WHERE u.successor_codes NOT LIKE '%;%'
),
lineage AS (
    SELECT unit_code, unit_code AS head_code FROM mart.dim_unit WHERE parent_code IS NOT NULL
    UNION
    SELECT l.unit_code, h.head_code FROM lineage l JOIN handed_on h ON h.unit_code = l.head_code
),
figure AS (
    SELECT l.head_code, p.year = a.year AS is_now, r.value
    FROM asked a
    JOIN mart.dim_period p ON p.quarter = a.quarter AND p.year IN (a.year, a.year - 1)
    JOIN mart.rpt_quarterly_coverage c ON c.period = p.period
    JOIN lineage l ON l.unit_code = c.unit_code AND l.head_code NOT IN (SELECT unit_code FROM handed_on)
    LEFT JOIN mart.rpt_quarterly_units r
        ON r.period = c.period AND r.unit_code = c.unit_code AND r.scope = 'own' AND r.cell_code = 'T3:new.total'
),
compared AS (
    SELECT
        head_code,
        CASE WHEN bool_and(value IS NOT NULL) FILTER (WHERE is_now) THEN sum(value) FILTER (WHERE is_now) END AS now,
        CASE WHEN bool_and(value IS NOT NULL) FILTER (WHERE NOT is_now) THEN sum(value) FILTER (WHERE NOT is_now) END AS before,
        NULL::INTEGER AS units_in, NULL::INTEGER AS before_units_in
    FROM figure
    GROUP BY head_code
    UNION ALL
    SELECT
        r.unit_code,
        max(r.value) FILTER (WHERE p.year = a.year), max(r.value) FILTER (WHERE p.year < a.year),
        max(r.units_in) FILTER (WHERE p.year = a.year), max(r.units_in) FILTER (WHERE p.year < a.year)
    FROM asked a
    JOIN mart.dim_period p ON p.quarter = a.quarter AND p.year IN (a.year, a.year - 1)
    JOIN mart.rpt_quarterly_units r ON r.period = p.period AND r.scope = 'aggregate' AND r.cell_code = 'T3:new.total'
    GROUP BY r.unit_code
)
SELECT
    u.unit_name AS 单位, c.now AS 本季度, c.before AS 上年同季, c.now - c.before AS 增减,
    round((c.now - c.before) / nullif(c.before, 0), 4) AS 增幅, c.units_in AS 本季在内, c.before_units_in AS 上年在内
FROM compared c
JOIN mart.dim_unit u ON u.unit_code = c.head_code
WHERE c.now IS NOT NULL OR c.before IS NOT NULL
ORDER BY u.parent_code IS NOT NULL, 增减 DESC NULLS LAST, u.unit_code;
