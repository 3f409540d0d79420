-- What counts of the other periods.
SELECT submission_id, unit_code, period, form_code, scope, cell_code, value FROM core_cell
WHERE period IS DISTINCT FROM $period
