-- What counts of the other periods, of these units and of those that handed over to them.
WITH RECURSIVE line AS (
    SELECT DISTINCT unit_code FROM check_submission
    UNION
    SELECT g.unit_code FROM line l JOIN cat_succession g ON g.successor_code = l.unit_code
)
SELECT submission_id, unit_code, period, form_code, scope, cell_code, value FROM core_cell
WHERE period IS DISTINCT FROM $period AND unit_code IN (SELECT unit_code FROM line)
