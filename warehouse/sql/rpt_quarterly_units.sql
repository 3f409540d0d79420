-- This quarter and the year to date, for each unit and for the district. A successor's year to date holds the quarters of those merged
-- into it; the district's adds up the units themselves, not the rows above it, so that the two can be held against each other.
WITH coverage AS (
    SELECT period, count(*) AS units_expected, count(*) FILTER (is_in) AS units_in
    FROM rpt_quarterly_coverage
    WHERE is_rolled_up
    GROUP BY period
),
quarter_cell AS (
    SELECT period, unit_code, edition, cell_code, value, (value IS NULL)::INTEGER AS blank_count
    FROM core_cell
    WHERE form_code = 'quarter' AND scope = 'own'
),
own_ytd AS (
    SELECT f.period, l.head_code AS unit_code, f.edition, f.cell_code, sum(f.value) AS value, sum(f.blank_count) AS blank_count
    FROM core_fold f
    JOIN core_lineage l ON l.period = f.period AND l.unit_code = f.unit_code
    GROUP BY f.period, l.head_code, f.edition, f.cell_code
),
district_quarter AS (
    SELECT q.period, q.edition, q.cell_code, sum(q.value) AS value, sum(q.blank_count) AS blank_count
    FROM quarter_cell q
    JOIN dim_unit u ON u.unit_code = q.unit_code AND u.is_rolled_up
    GROUP BY q.period, q.edition, q.cell_code
),
district_ytd AS (
    SELECT f.period, f.edition, f.cell_code, sum(f.value) AS value, sum(f.blank_count) AS blank_count
    FROM core_fold f
    JOIN dim_unit u ON u.unit_code = f.unit_code AND u.is_rolled_up
    GROUP BY f.period, f.edition, f.cell_code
),
own AS (
    SELECT
        coalesce(q.period, y.period) AS period,
        coalesce(q.unit_code, y.unit_code) AS unit_code,
        'own' AS scope,
        coalesce(q.edition, y.edition) AS edition,
        coalesce(q.cell_code, y.cell_code) AS cell_code,
        q.value,
        y.value AS ytd_value,
        q.blank_count,
        y.blank_count AS ytd_blank_count,
        1 AS units_expected,
        (q.unit_code IS NOT NULL)::INTEGER AS units_in
    FROM quarter_cell q
    FULL JOIN own_ytd y
        ON y.period = q.period AND y.unit_code = q.unit_code AND y.edition = q.edition AND y.cell_code = q.cell_code
),
district AS (
    SELECT
        y.period, root.unit_code, 'aggregate' AS scope, y.edition, y.cell_code, q.value, y.value AS ytd_value,
        q.blank_count, y.blank_count AS ytd_blank_count, c.units_expected, c.units_in
    FROM district_ytd y
    JOIN dim_unit root ON root.parent_code IS NULL
    JOIN coverage c ON c.period = y.period
    LEFT JOIN district_quarter q ON q.period = y.period AND q.edition = y.edition AND q.cell_code = y.cell_code
)
SELECT * FROM own
UNION ALL
SELECT * FROM district
