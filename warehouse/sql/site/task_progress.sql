-- What became of a task at a unit, by quarter, with the cell in which the unit says so.
SELECT document, task_id, unit_code, period, role, status, progress, done_on, due_on, evidence, evidence_state, is_disputed, submission_id, sheet,
    address
FROM published_fct_task_progress
ORDER BY document, task_id, unit_code, period
