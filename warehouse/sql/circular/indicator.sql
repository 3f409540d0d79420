-- The indicators of the district and of its units, each source by itself.
SELECT
    f.unit_code, u.parent_code IS NULL AS is_district, d.indicator_code, d.name, d.group_name, d.unit, d.operator, d.threshold,
    d.judged_over, f.source, f.numerator, f.denominator, f.value, f.state, f.is_met, f.year_value, f.before_value, f.units_in
FROM published_fct_indicator f
JOIN published_dim_indicator d ON d.indicator_code = f.indicator_code
JOIN published_dim_unit u ON u.unit_code = f.unit_code
WHERE f.period = $period
ORDER BY d.indicator_order, f.source, f.unit_code
