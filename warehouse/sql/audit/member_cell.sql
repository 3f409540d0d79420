-- The units' own built rows, which the district's rows were not made from.
SELECT u.parent AS parent_code, b.unit_code AS member_code, b.period, b.form_code, b.cell_code, b.value
FROM built_cell b
JOIN cat_unit u ON u.unit_code = b.unit_code
WHERE b.scope = 'own' AND u.is_rolled_up AND u.parent IS NOT NULL
