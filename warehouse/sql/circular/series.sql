-- The quarters up to this one: key figures of the district, who reported, and the district's indicators from their first source.
WITH asked AS (
    SELECT starts_on FROM published_dim_period WHERE period = $period
),
quarter AS (
    SELECT p.period, p.year, p.quarter, p.starts_on
    FROM published_dim_period p CROSS JOIN asked a
    WHERE p.quarter IS NOT NULL AND p.starts_on <= a.starts_on
),
found AS (
    SELECT q.*, 'cell' AS kind, f.edition || ':' || f.cell_code AS code, f.value
    FROM quarter q
    JOIN published_rpt_quarterly_units f ON f.period = q.period
    JOIN published_dim_unit u ON u.unit_code = f.unit_code AND u.parent_code IS NULL
    UNION ALL
    SELECT q.*, 'reported', 'reported', count(*) FILTER (c.is_in) / count(*)
    FROM quarter q
    JOIN published_rpt_quarterly_coverage c ON c.period = q.period
    GROUP BY ALL
    UNION ALL
    SELECT q.*, 'indicator', f.indicator_code, arg_min(f.value, f.source)
    FROM quarter q
    JOIN published_fct_indicator f ON f.period = q.period AND f.value IS NOT NULL
    JOIN published_dim_unit u ON u.unit_code = f.unit_code AND u.parent_code IS NULL
    GROUP BY ALL
)
SELECT year, quarter, kind, code, value::DECIMAL(18, 6) AS value FROM found ORDER BY year, quarter, kind, code
