-- What each rule came to, over all versions that were judged, and over the district's own tables (submissions 0 and below).
WITH counted AS (
    SELECT
        r.rule_id,
        count(*) FILTER (r.submission_id > 0) AS submissions,
        count(*) FILTER (r.submission_id > 0 AND r.outcome = 'pass') AS passed,
        count(*) FILTER (r.submission_id > 0 AND r.outcome = 'fail') AS failed,
        count(*) FILTER (r.submission_id > 0 AND r.outcome = 'not_assessable') AS not_assessable,
        count(DISTINCT s.unit_code) FILTER (r.outcome = 'fail') AS units,
        count(*) FILTER (r.submission_id <= 0) AS tables,
        count(*) FILTER (r.submission_id <= 0 AND r.outcome = 'pass') AS tables_passed
    FROM dq_result r
    LEFT JOIN core_submission s ON s.submission_id = r.submission_id
    GROUP BY r.rule_id
),
violated AS (
    SELECT rule_id, count(*) AS findings FROM dq_violation WHERE submission_id > 0 GROUP BY rule_id
)
SELECT
    c.*,
    c.passed / nullif(c.submissions, 0) AS passed_ratio,
    c.failed / nullif(c.submissions, 0) AS failed_ratio,
    c.not_assessable / nullif(c.submissions, 0) AS not_assessable_ratio,
    coalesce(v.findings, 0) AS findings
FROM counted c
LEFT JOIN violated v ON v.rule_id = c.rule_id
ORDER BY findings DESC, c.failed DESC, c.rule_id
