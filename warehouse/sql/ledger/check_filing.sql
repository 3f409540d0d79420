-- The policy documents that they list, cell by cell.
SELECT s.submission_id, f.* EXCLUDE (sha256)
FROM check_submission s
JOIN stg_filing f ON f.sha256 = s.sha256
