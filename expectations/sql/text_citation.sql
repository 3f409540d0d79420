-- A document cited was in force for the period; one with the year and number of the report format goes by its right name.
WITH cited AS (
    SELECT k.*, c.number AS known, c.valid_from, c.valid_to, c.replaced_by, w.number AS meant
    FROM check_claim AS k
    LEFT JOIN cat_citation AS c ON c.number = k.detail
    LEFT JOIN cat_citation AS w
        ON c.number IS NULL AND w.topic = k.subject AND w.series = regexp_extract(k.detail, '〔.*')
    WHERE k.kind = 'citation'
)
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE
        WHEN k.meant IS NOT NULL THEN 'fail'
        WHEN k.known IS NULL OR p.ends_on IS NULL THEN 'not_assessable'
        WHEN p.ends_on >= k.valid_from AND (k.valid_to IS NULL OR p.ends_on <= k.valid_to) THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    $told,
    NULL AS cell_code,
    k.detail || CASE
        WHEN k.meant IS NOT NULL THEN '应为' || k.meant
        WHEN k.replaced_by IS NOT NULL THEN '已由' || k.replaced_by || '取代'
        ELSE '不适用于本报告期'
    END AS detail
FROM cited AS k
JOIN check_submission AS s ON s.submission_id = k.submission_id
LEFT JOIN cat_period AS p ON p.period = s.period
WHERE k.known IS NOT NULL OR k.subject IS NOT NULL
