-- The figures that this release revises, for people: the district first, then the units, each in the order of the form.
SELECT
    r.table_name, r.column_name, r.period, p.period_name, r.scope, r.unit_code, u.unit_name, r.edition, r.cell_code, d.label,
    r.published_value, r.value, r.difference, r.reason
FROM rpt_revision r
JOIN dim_period p ON p.period = r.period
JOIN dim_unit u ON u.unit_code = r.unit_code
JOIN dim_cell d ON d.edition = r.edition AND d.cell_code = r.cell_code
ORDER BY p.ends_on, p.is_year, r.column_name, r.scope, u.group_name, r.unit_code, r.edition, d.sort_order
