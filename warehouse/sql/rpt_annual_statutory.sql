-- The statutory tables of the year: each unit's own, and the district's, which adds up annual forms and, where a unit sent none, its
-- quarters and those of units merged away, from the core rows.
WITH coverage AS (
    SELECT c.period, count(*) AS units_expected, count(*) FILTER (y.unit_code IS NOT NULL) AS units_in
    FROM rpt_quarterly_coverage c
    JOIN cat_period p ON p.period = c.period AND p.is_year
    LEFT JOIN (SELECT DISTINCT period, unit_code FROM core_year) y ON y.period = c.period AND y.unit_code = c.unit_code
    WHERE c.is_rolled_up
    GROUP BY c.period
),
with_form AS (
    SELECT DISTINCT period, unit_code FROM core_year WHERE basis = 'annual_form'
),
part AS (
    SELECT c.period, c.edition, c.cell_code, c.value, c.unit_code, (c.value IS NULL)::INTEGER AS blank_count
    FROM core_cell c
    WHERE c.form_code = 'annual' AND c.scope = 'own'
    UNION ALL
    SELECT l.period, f.edition, f.cell_code, f.value, f.unit_code, f.blank_count
    FROM core_fold f
    JOIN cat_period q4 ON q4.period = f.period AND q4.quarter = 4
    JOIN cat_period y ON y.year = q4.year AND y.is_year
    JOIN core_period due ON due.period = y.period
    JOIN core_lineage l ON l.period = y.period AND l.unit_code = f.unit_code
    WHERE NOT EXISTS (SELECT 1 FROM with_form w WHERE w.period = y.period AND w.unit_code = l.head_code)
),
district AS (
    SELECT p.period, root.unit_code, p.edition, p.cell_code, sum(p.value) AS value, sum(p.blank_count) AS blank_count
    FROM part p
    JOIN dim_unit u ON u.unit_code = p.unit_code AND u.is_rolled_up
    JOIN dim_unit root ON root.parent_code IS NULL
    GROUP BY p.period, root.unit_code, p.edition, p.cell_code
)
SELECT
    period, unit_code, 'own' AS scope, edition, cell_code, value, basis, blank_count, quarters_in,
    1 AS units_expected, 1 AS units_in, submission_id
FROM core_year
UNION ALL
SELECT
    d.period, d.unit_code, 'aggregate' AS scope, d.edition, d.cell_code, d.value, 'units' AS basis, d.blank_count,
    NULL AS quarters_in, c.units_expected, c.units_in, NULL AS submission_id
FROM district d
JOIN coverage c ON c.period = d.period
