-- Who falls short of which indicator, by indicator and source, with the value that is held against the requirement.
SELECT
    d.indicator_code, f.source, list(f.unit_code ORDER BY f.unit_code) AS units,
    list(CASE d.judged_over WHEN 'year' THEN f.year_value ELSE f.value END ORDER BY f.unit_code) AS judged
FROM published_fct_indicator f
JOIN published_dim_indicator d ON d.indicator_code = f.indicator_code
JOIN published_dim_unit u ON u.unit_code = f.unit_code AND u.parent_code IS NOT NULL
WHERE f.period = $period AND NOT f.is_met
GROUP BY d.indicator_code, d.indicator_order, f.source
ORDER BY d.indicator_order, f.source
