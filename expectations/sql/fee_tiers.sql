-- The information fee by its tiers (cat_fee_amount): what was received is at most what was asked; what was asked by one notice is a sum
-- that the tiers can come to, and by several at least the smallest such sum each, in its steps.
WITH told AS (
    SELECT
        k.submission_id,
        any_value(k.value) FILTER (k.subject = 'fee_notices') AS notices,
        any_value(k.value) FILTER (k.subject = 'fee_asked') AS asked,
        any_value(k.value) FILTER (k.subject = 'fee_received') AS received,
        min(k.claim_no) FILTER (k.subject = 'fee_asked') AS asked_no,
        min(k.claim_no) FILTER (k.subject = 'fee_received') AS received_no
    FROM check_claim AS k
    $this_year
    WHERE k.kind = 'figure' AND k.subject IN $subjects
    GROUP BY k.submission_id
),
weighed AS (
    SELECT
        submission_id, 'received' AS check_key, coalesce(received_no, asked_no) AS claim_no,
        CASE
            WHEN received = 0 THEN 'pass'
            WHEN asked IS NULL OR received IS NULL THEN 'not_assessable'
            WHEN received <= asked THEN 'pass'
            ELSE 'fail'
        END AS outcome,
        asked AS expected, received AS actual, '实际收取的金额超过了通知的金额' AS detail
    FROM told
    UNION ALL
    SELECT
        t.submission_id, 'asked', t.asked_no,
        CASE
            WHEN t.notices IS NULL THEN 'not_assessable'
            WHEN t.notices = 0 OR t.asked = 0 THEN CASE WHEN t.notices = 0 AND t.asked = 0 THEN 'pass' ELSE 'fail' END
            WHEN t.notices = 1 AND EXISTS (
                SELECT 1 FROM cat_fee_amount AS f
                WHERE t.asked > f.due_before AND t.asked <= f.due_after AND (t.asked - f.due_before) % f.price = 0
            ) THEN 'pass'
            WHEN t.notices > 1 AND t.asked >= t.notices::DECIMAL(38, 6) * m.step AND t.asked % m.step = 0 THEN 'pass'
            ELSE 'fail'
        END,
        NULL, t.asked, '按收费标准算不出这个金额'
    FROM told AS t
    CROSS JOIN (SELECT min(price) AS step FROM cat_fee_amount) AS m
    WHERE t.asked IS NOT NULL
)
SELECT
    '$rule_id' AS rule_id,
    w.submission_id, w.check_key, w.outcome, w.expected, w.actual,
    $told,
    NULL AS cell_code, w.detail
FROM weighed AS w
JOIN check_claim AS k ON k.submission_id = w.submission_id AND k.claim_no = w.claim_no
