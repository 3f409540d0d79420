-- The chosen cells of every unit and of the district (scope aggregate), by quarter and by year.
SELECT period, unit_code, scope, cell_code, value, ytd_value, blank_count, units_expected, units_in
FROM published_rpt_quarterly_units
WHERE cell_code IN (SELECT unnest($cells::VARCHAR[]))
UNION ALL
SELECT period, unit_code, scope, cell_code, value, NULL, blank_count, units_expected, units_in
FROM published_rpt_annual_statutory
WHERE cell_code IN (SELECT unnest($cells::VARCHAR[]))
ORDER BY period, unit_code, scope, cell_code
