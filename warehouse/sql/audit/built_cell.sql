-- The built figures of units and district, yearly and quarterly, in one shape.
SELECT period, unit_code, scope, edition, 'annual' AS form_code, cell_code, value, blank_count
FROM rpt_annual_statutory
UNION ALL
SELECT period, unit_code, scope, edition, 'quarter' AS form_code, cell_code, value, blank_count
FROM rpt_quarterly_units
WHERE units_in > 0
