-- Units of which two sources give different values of an indicator.
SELECT
    d.indicator_code, f.unit_code, list(f.source ORDER BY f.source) AS sources, list(f.value ORDER BY f.source) AS told
FROM published_fct_indicator f
JOIN published_dim_indicator d ON d.indicator_code = f.indicator_code
JOIN published_dim_unit u ON u.unit_code = f.unit_code AND u.parent_code IS NOT NULL
WHERE f.period = $period AND f.value IS NOT NULL
GROUP BY d.indicator_code, d.indicator_order, f.unit_code
HAVING count(DISTINCT f.value) > 1
ORDER BY d.indicator_order, f.unit_code
