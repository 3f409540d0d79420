-- Nothing of a template is left in the text, and no word stands twice.
WITH has_text AS (
    SELECT DISTINCT submission_id FROM check_paragraph
)
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    coalesce(k.claim_no::VARCHAR, 'text') AS check_key,
    CASE
        WHEN k.claim_no IS NOT NULL THEN 'fail'
        WHEN h.submission_id IS NOT NULL THEN 'pass'
        ELSE 'not_assessable'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    $told,
    NULL AS cell_code, k.detail
FROM check_submission AS s
LEFT JOIN has_text AS h ON h.submission_id = s.submission_id
LEFT JOIN check_claim AS k ON k.submission_id = s.submission_id AND k.kind = 'residue'
WHERE h.submission_id IS NOT NULL OR s.form_code IN $form_codes
