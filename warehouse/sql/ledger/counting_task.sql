-- The answers of the other quarters that count.
SELECT a.submission_id, a.unit_code, a.period, a.document, a.task_id, a.status
FROM core_task a
JOIN core_submission s ON s.submission_id = a.submission_id AND s.status IN ('accepted', 'nil')
WHERE a.status IS NOT NULL AND a.period IS DISTINCT FROM $period
