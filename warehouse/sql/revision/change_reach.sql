-- Which figures a changed report goes into: its own, those of the year from its quarter on (also of the unit that took over), and the
-- district's.
WITH RECURSIVE unit AS (
    SELECT * FROM compared_dim_unit QUALIFY side = max(side) OVER (PARTITION BY unit_code)
),
heir AS (
    SELECT unit_code, unit_code AS head_code, NULL::DATE AS ended_on FROM unit
    UNION
    SELECT h.unit_code, u.successor_codes, u.valid_to
    FROM heir h
    JOIN unit u ON u.unit_code = h.head_code AND NOT contains(u.successor_codes, ';')
),
period AS (
    SELECT DISTINCT period, year, quarter, is_year, ends_on FROM compared_dim_period
),
reach AS (
    SELECT
        c.change_no, c.unit_code, p.period, p.ends_on,
        CASE WHEN p.is_year THEN 'rpt_annual_statutory' ELSE 'rpt_quarterly_units' END AS table_name,
        CASE WHEN p.is_year THEN 'value' ELSE 'ytd_value' END AS column_name
    FROM submission_change c
    JOIN period o ON o.period = c.period
    JOIN period p ON p.year = o.year AND (p.is_year OR p.quarter >= o.quarter)
    WHERE c.scope = 'own'
)
SELECT r.change_no, r.table_name, r.column_name, r.period, 'own' AS scope, h.head_code AS unit_code
FROM reach r
JOIN heir h ON h.unit_code = r.unit_code AND (h.ended_on IS NULL OR h.ended_on < r.ends_on)
UNION ALL
SELECT r.change_no, r.table_name, r.column_name, r.period, 'aggregate', root.unit_code
FROM reach r
JOIN unit u ON u.unit_code = r.unit_code AND u.is_rolled_up
JOIN unit root ON root.parent_code IS NULL
UNION ALL
SELECT c.change_no, 'rpt_quarterly_units', 'value', c.period, s.scope, CASE s.scope WHEN 'own' THEN c.unit_code ELSE root.unit_code END
FROM submission_change c
JOIN unit u ON u.unit_code = c.unit_code
JOIN unit root ON root.parent_code IS NULL
JOIN (VALUES ('own'), ('aggregate')) s (scope) ON s.scope = 'own' OR u.is_rolled_up
WHERE c.scope = 'own' AND c.form_code = 'quarter'
UNION ALL
SELECT change_no, 'fct_cell', 'value', period, scope, unit_code
FROM submission_change
WHERE scope = 'aggregate'
