-- What is known of the links that they give.
SELECT l.url, l.state, l.detail, l.dead_since
FROM raw_link l
WHERE l.url IN (SELECT a.evidence FROM core_task a JOIN check_submission s ON s.submission_id = a.submission_id)
    OR l.url IN (SELECT f.text FROM stg_filing f JOIN check_submission s ON s.sha256 = f.sha256)
