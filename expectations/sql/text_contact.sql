-- The body that a text names as its author, or as the one to ask, is the reporting body; its telephone is not another body's.
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE k.subject WHEN 'own' THEN 'pass' WHEN 'other' THEN 'fail' ELSE 'not_assessable' END AS outcome,
    NULL AS expected, NULL AS actual,
    $told,
    NULL AS cell_code, '“' || k.detail || '”不是本报告的单位' AS detail
FROM check_claim AS k
WHERE k.kind = 'body' AND k.subject IN ('own', 'other', 'unclear')
UNION ALL
SELECT
    '$rule_id', k.submission_id, 'phone ' || k.detail, 'fail', NULL, NULL,
    $told,
    NULL, '电话 ' || k.detail || ' 与' || k.other || '所留的相同'
FROM check_similarity AS k
WHERE k.kind = 'phone'
