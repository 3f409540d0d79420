-- A percentage is the figure before it over one of the wholes that it can be of, within one unit of the last digit printed: shares made to
-- add up to 100 are let be. Wholes are those of the table and those that the same paragraph names.
WITH $claim_figure,
whole AS (
    SELECT submission_id, subject, role, value, value IS NULL AS is_blank FROM claim_figure WHERE role LIKE 'whole%'
),
candidate AS (
    SELECT k.submission_id, k.claim_no, w.role, w.value, w.is_blank
    FROM check_claim AS k
    JOIN whole AS w ON w.submission_id = k.submission_id AND w.subject = k.subject
    WHERE k.kind = 'percent'
    UNION ALL
    SELECT k.submission_id, k.claim_no, 'told', n.value, FALSE
    FROM check_claim AS k
    JOIN check_claim AS n
        ON n.submission_id = k.submission_id AND n.paragraph = k.paragraph AND n.year = k.year
        AND n.kind IN ('figure', 'ambiguous') AND n.subject IN $subjects
    WHERE k.kind = 'percent'
),
weighed AS (
    SELECT
        k.submission_id, k.claim_no,
        bool_or(c.value > 0 AND abs(k.part::DECIMAL(38, 6) * 100 / nullif(c.value, 0) - k.value) <= k.tolerance) AS fits,
        bool_or(c.is_blank) AS is_blank,
        any_value(k.part::DECIMAL(38, 6) * 100 / nullif(c.value, 0)) FILTER (c.role = 'whole1') AS share
    FROM check_claim AS k
    LEFT JOIN candidate AS c ON c.submission_id = k.submission_id AND c.claim_no = k.claim_no
    WHERE k.kind = 'percent'
    GROUP BY k.submission_id, k.claim_no
)
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE
        WHEN w.fits THEN 'pass'
        WHEN w.is_blank OR w.share IS NULL THEN 'not_assessable'
        ELSE 'fail'
    END AS outcome,
    round(w.share, 2) AS expected,
    k.value AS actual,
    $told,
    NULL AS cell_code, t.label AS detail
FROM check_claim AS k
JOIN weighed AS w ON w.submission_id = k.submission_id AND w.claim_no = k.claim_no
$this_year
JOIN cat_claim_subject AS t ON t.subject = k.subject
