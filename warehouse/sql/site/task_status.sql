-- How a task stands over all its units, by quarter.
SELECT document, period, task_id, status, units, done, on_the_way, overdue, not_reported, not_due, not_applicable, disputed
FROM published_rpt_task_status
ORDER BY document, task_id, period
