-- What counts of the units that the 汇总 of the batch add up.
SELECT u.parent AS parent_code, c.unit_code AS member_code, c.period, c.form_code, c.cell_code, c.value
FROM core_cell c JOIN cat_unit u ON u.unit_code = c.unit_code
WHERE c.scope = 'own' AND u.is_rolled_up AND c.period IS NOT DISTINCT FROM $period
    AND u.parent IN (SELECT unit_code FROM check_submission WHERE scope = 'aggregate')
