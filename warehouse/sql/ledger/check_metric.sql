-- What they say of measures.
SELECT s.submission_id, m.* EXCLUDE (sha256)
FROM check_submission s
JOIN stg_metric m ON m.sha256 = s.sha256
