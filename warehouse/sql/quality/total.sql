-- The figures at the head of the page. Unreadable files and those of no known unit or period are among the received ones.
SELECT
    count(*) AS submissions,
    count(*) FILTER (status IN ('accepted', 'nil')) AS counting,
    count(*) FILTER (status IN ('returned', 'unreadable')) AS returned,
    count(*) FILTER (status IN ('superseded', 'withdrawn', 'duplicate')) AS set_aside,
    count(*) FILTER (status IN ('returned', 'unreadable') AND (unit_code IS NULL OR period IS NULL)) AS unplaced,
    count(DISTINCT period) AS periods,
    (SELECT count(*) FROM dq_violation v WHERE v.severity = 'error' AND v.submission_id > 0) AS errors,
    (SELECT count(*) FROM dq_violation v WHERE v.severity = 'warning' AND v.submission_id > 0) AS warnings
FROM core_submission
