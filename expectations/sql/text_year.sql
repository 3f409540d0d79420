-- A sentence that begins with a year as the time it reports on names the year of the report. Plans may name the next one.
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE
        WHEN p.year IS NULL THEN 'not_assessable'
        WHEN k.year = p.year THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    p.year AS expected,
    k.year AS actual,
    $told,
    NULL AS cell_code, NULL AS detail
FROM check_claim AS k
JOIN check_submission AS s ON s.submission_id = k.submission_id
LEFT JOIN cat_period AS p ON p.period = s.period
WHERE k.kind = 'year' AND (p.year IS NULL OR k.year <= p.year OR k.section IS NULL OR NOT starts_with(k.section, '五'))
