-- Every figure that differs between two releases. What the former one did not show at all is a revision only where its period had been
-- published by then (to the period that ends on $published_to): a period published for the first time revises nothing.
WITH figure AS (
    SELECT side, 'rpt_quarterly_units' AS table_name, 'value' AS column_name, period, scope, unit_code, edition, cell_code, value
    FROM compared_rpt_quarterly_units
    UNION ALL
    SELECT side, 'rpt_quarterly_units', 'ytd_value', period, scope, unit_code, edition, cell_code, ytd_value
    FROM compared_rpt_quarterly_units
    UNION ALL
    SELECT side, 'rpt_annual_statutory', 'value', period, scope, unit_code, edition, cell_code, value
    FROM compared_rpt_annual_statutory
    UNION ALL
    -- A unit's own figures stand in the tables above; what it sent in as 汇总 stands nowhere else.
    SELECT side, 'fct_cell', 'value', period, scope, unit_code, edition, cell_code, value
    FROM compared_fct_cell
    WHERE scope = 'aggregate'
),
paired AS (
    SELECT
        table_name, column_name, period, scope, unit_code, edition, cell_code,
        max(value) FILTER (side = 'former') AS published_value,
        max(value) FILTER (side = 'present') AS value
    FROM figure
    GROUP BY ALL
)
SELECT b.*
FROM paired b
JOIN (SELECT DISTINCT period, ends_on, is_year FROM compared_dim_period) p ON p.period = b.period
WHERE b.published_value IS DISTINCT FROM b.value
    AND (b.published_value IS NOT NULL OR (p.ends_on, p.is_year) <= ($published_to, $published_year))
