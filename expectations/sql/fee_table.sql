-- The information fee is itself a 行政事业性收费: the table's 万元 are not less than the yuan that the text says were received.
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE
        WHEN c.value IS NULL THEN 'not_assessable'
        WHEN c.value + $tolerance >= k.value / 10000 THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    k.value / 10000 AS expected,
    c.value AS actual,
    $told,
    'T2:fee.amount_wan' AS cell_code, NULL AS detail
FROM check_claim AS k
$this_year
LEFT JOIN check_cell AS c ON c.submission_id = k.submission_id AND c.cell_code = 'T2:fee.amount_wan'
WHERE k.kind = 'figure' AND k.subject IN $subjects
