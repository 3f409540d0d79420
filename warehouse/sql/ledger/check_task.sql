-- What they answer on tasks.
SELECT s.submission_id, a.* EXCLUDE (submission_id)
FROM check_submission s
JOIN core_task a ON a.submission_id = s.submission_id
