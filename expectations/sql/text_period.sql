-- The period that the text says its figures are of is the period of the report, first day to last.
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    coalesce(k.claim_no::VARCHAR, 'text') AS check_key,
    CASE
        WHEN k.claim_no IS NULL OR p.period IS NULL THEN 'not_assessable'
        WHEN k.starts_on IS NOT DISTINCT FROM p.starts_on AND k.ends_on IS NOT DISTINCT FROM p.ends_on THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    $told,
    NULL AS cell_code,
    strftime(p.starts_on, '%Y-%m-%d') || '至' || strftime(p.ends_on, '%Y-%m-%d') AS detail
FROM check_submission AS s
LEFT JOIN cat_period AS p ON p.period = s.period
LEFT JOIN check_claim AS k ON k.submission_id = s.submission_id AND k.kind = 'period'
WHERE k.claim_no IS NOT NULL OR s.form_code IN $form_codes
