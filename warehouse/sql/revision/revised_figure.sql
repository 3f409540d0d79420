-- Every figure that differs between two releases. What the former one did not show at all is a revision only where its period had been
-- published by then (to the period that ends on $published_to): a period published for the first time revises nothing.
WITH quarter_pair AS (
    SELECT
        period, scope, unit_code, edition, cell_code,
        max(value) FILTER (side = 'former') AS published_value,
        max(value) FILTER (side = 'present') AS value,
        max(ytd_value) FILTER (side = 'former') AS published_ytd_value,
        max(ytd_value) FILTER (side = 'present') AS ytd_value
    FROM compared_rpt_quarterly_units
    GROUP BY ALL
    HAVING published_value IS DISTINCT FROM value OR published_ytd_value IS DISTINCT FROM ytd_value
),
-- A unit's own figures stand in the report tables; what it sent in as 汇总 stands nowhere else than among the cells.
other AS (
    SELECT side, 'rpt_annual_statutory' AS table_name, period, scope, unit_code, edition, cell_code, value
    FROM compared_rpt_annual_statutory
    UNION ALL
    SELECT side, 'fct_cell', period, scope, unit_code, edition, cell_code, value
    FROM compared_fct_cell
    WHERE scope = 'aggregate'
),
paired AS (
    SELECT 'rpt_quarterly_units' AS table_name, 'value' AS column_name, period, scope, unit_code, edition, cell_code, published_value, value
    FROM quarter_pair
    UNION ALL
    SELECT 'rpt_quarterly_units', 'ytd_value', period, scope, unit_code, edition, cell_code, published_ytd_value, ytd_value
    FROM quarter_pair
    UNION ALL
    SELECT
        table_name, 'value', period, scope, unit_code, edition, cell_code,
        max(value) FILTER (side = 'former'),
        max(value) FILTER (side = 'present')
    FROM other
    GROUP BY ALL
)
SELECT b.*
FROM paired b
JOIN (SELECT DISTINCT period, ends_on, is_year FROM compared_dim_period) p ON p.period = b.period
WHERE b.published_value IS DISTINCT FROM b.value
    AND (b.published_value IS NOT NULL OR (p.ends_on, p.is_year) <= ($published_to, $published_year))
