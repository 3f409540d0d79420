-- Every value of every indicator; the district's row among them.
SELECT f.indicator_code, f.unit_code, f.period, f.source, f.numerator, f.denominator, f.value, f.state, f.is_met, f.year_value, f.before_value,
    f.units_in
FROM published_fct_indicator f
JOIN published_dim_indicator i ON i.indicator_code = f.indicator_code
JOIN published_dim_period p ON p.period = f.period
ORDER BY i.indicator_order, f.source, f.unit_code, p.ends_on
