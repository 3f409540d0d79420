-- The district's statutory figures of a quarter, and of the year up to it.
SELECT f.edition, f.cell_code, f.value, f.ytd_value
FROM published_rpt_quarterly_units f
JOIN published_dim_unit u ON u.unit_code = f.unit_code
WHERE f.period = $period AND u.parent_code IS NULL
ORDER BY f.edition, f.cell_code
