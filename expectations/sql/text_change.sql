-- Words on the year before hold against its report: the change in figures or per cent, and the figure of that year where the text
-- names it. Percentages within one unit of the last digit printed.
WITH $claim_figure,
said AS (
    SELECT
        k.*, f.former, a.former AS also_former,
        CASE WHEN k.kind = 'change' THEN k.value ELSE k.part - k.value END AS change
    FROM check_claim AS k
    LEFT JOIN claim_figure AS f ON f.submission_id = k.submission_id AND f.subject = k.subject AND f.role = 'figure'
    LEFT JOIN claim_figure AS a ON a.submission_id = k.submission_id AND a.subject = k.subject AND a.role = 'also'
    WHERE k.kind IN ('change', 'former')
),
weighed AS (
    SELECT
        *,
        CASE
            WHEN kind = 'former' THEN former
            WHEN unit = '%' THEN (part - former) * 100 / nullif(former, 0)
            ELSE part - former
        END AS holds,
        CASE
            WHEN kind = 'former' THEN also_former
            WHEN unit = '%' THEN (part - also_former) * 100 / nullif(also_former, 0)
            ELSE part - also_former
        END AS also_holds
    FROM said
)
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE
        WHEN k.holds IS NULL THEN 'not_assessable'
        WHEN abs(k.holds - k.value) <= k.tolerance THEN 'pass'
        WHEN k.is_loose AND abs(k.also_holds - k.value) <= k.tolerance THEN 'not_assessable'
        ELSE 'fail'
    END AS outcome,
    round(k.holds, 2) AS expected,
    k.value AS actual,
    $told,
    NULL AS cell_code, t.label AS detail
FROM weighed AS k
$this_year
JOIN cat_claim_subject AS t ON t.subject = k.subject
