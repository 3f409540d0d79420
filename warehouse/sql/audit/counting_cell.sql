-- What counts of other periods has been held against each unit's report already.
SELECT submission_id, unit_code, period, form_code, scope, cell_code, value
FROM core_cell
WHERE false
