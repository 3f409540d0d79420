-- What the portal gives for the whole district: the quarter, the year up to it (sums, or the latest state), the same quarter last year.
WITH asked AS (
    SELECT year, quarter FROM published_dim_period WHERE period = $period
),
district AS (
    SELECT f.metric_code, p.year, p.quarter, f.value
    FROM published_fct_portal_metric f
    JOIN published_dim_period p ON p.period = f.period AND p.quarter IS NOT NULL
    JOIN published_dim_unit u ON u.unit_code = f.unit_code AND u.parent_code IS NULL
    WHERE f.scope = 'aggregate'
)
SELECT
    m.metric_code, m.name, m.unit,
    any_value(d.value) FILTER (d.year = a.year AND d.quarter = a.quarter) AS value,
    CASE m.aggregation
        WHEN 'sum' THEN sum(d.value) FILTER (d.year = a.year AND d.quarter <= a.quarter)
        WHEN 'last' THEN any_value(d.value) FILTER (d.year = a.year AND d.quarter = a.quarter)
    END AS year_value,
    any_value(d.value) FILTER (d.year = a.year - 1 AND d.quarter = a.quarter) AS before_value
FROM district d
CROSS JOIN asked a
JOIN published_dim_portal_metric m ON m.metric_code = d.metric_code
GROUP BY m.metric_code, m.name, m.unit, m.aggregation
HAVING count(*) FILTER (d.year = a.year AND d.quarter = a.quarter AND d.value IS NOT NULL) > 0
ORDER BY m.metric_code
