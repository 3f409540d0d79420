-- 行政事业性收费 is in 万元 in the table: exactly ten thousand times what the text says, or a ten-thousandth, is a slip of the unit.
WITH $claim_figure
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE
        WHEN f.value IS NULL THEN 'not_assessable'
        WHEN $wan_slip THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    k.value AS expected,
    f.value AS actual,
    $told,
    f.cell_code, t.label AS detail
FROM check_claim AS k
$this_year
JOIN cat_claim_subject AS t ON t.subject = k.subject
LEFT JOIN claim_figure AS f ON f.submission_id = k.submission_id AND f.subject = k.subject AND f.role = 'figure'
WHERE k.kind = 'figure' AND k.subject IN $subjects
