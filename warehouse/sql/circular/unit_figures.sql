-- The units' own statutory figures of a quarter.
SELECT f.unit_code, f.edition, f.cell_code, f.value, f.ytd_value
FROM published_rpt_quarterly_units f
JOIN published_dim_unit u ON u.unit_code = f.unit_code
WHERE f.period = $period AND u.parent_code IS NOT NULL
ORDER BY f.unit_code, f.edition, f.cell_code
