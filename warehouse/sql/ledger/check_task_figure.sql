-- The figures that they give for the indicators of tasks.
SELECT s.submission_id, f.* EXCLUDE (submission_id)
FROM check_submission s
JOIN core_task_figure f ON f.submission_id = s.submission_id
