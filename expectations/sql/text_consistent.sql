-- One thing has one figure wherever the text says it. A figure that may mean something else leaves it open.
WITH said AS (
    SELECT
        k.submission_id, k.subject, k.unit, k.year,
        count(DISTINCT k.value) FILTER (k.kind <> 'ambiguous') AS figures,
        count(*) FILTER (k.kind <> 'ambiguous') AS times,
        count(*) FILTER (k.kind = 'ambiguous') AS unclear,
        min(k.claim_no) FILTER (k.kind <> 'ambiguous') AS first_no
    FROM (SELECT * EXCLUDE (unit), coalesce(unit, '件') AS unit FROM check_claim) AS k
    $this_year
    WHERE k.kind IN ('figure', 'metric', 'ambiguous') AND k.value IS NOT NULL
    GROUP BY k.submission_id, k.subject, k.unit, k.year
),
differing AS (
    SELECT n.submission_id, n.subject, n.unit, n.year, n.figures, n.times, n.unclear, f.value AS first_value,
        arg_min(k.claim_no, k.claim_no) FILTER (k.value <> f.value AND k.kind <> 'ambiguous') AS other_no, n.first_no
    FROM said AS n
    JOIN check_claim AS f ON f.submission_id = n.submission_id AND f.claim_no = n.first_no
    JOIN check_claim AS k
        ON k.submission_id = n.submission_id AND k.subject = n.subject AND k.year = n.year
        AND coalesce(k.unit, '件') = n.unit AND k.kind IN ('figure', 'metric', 'ambiguous')
    WHERE n.times + n.unclear > 1
    GROUP BY ALL
)
SELECT
    '$rule_id' AS rule_id,
    d.submission_id,
    d.subject || ' ' || d.unit AS check_key,
    CASE WHEN d.figures > 1 THEN 'fail' WHEN d.unclear > 0 THEN 'not_assessable' ELSE 'pass' END AS outcome,
    d.first_value AS expected,
    k.value AS actual,
    $told,
    NULL AS cell_code, coalesce(t.label, d.subject) || '（' || f.place || '）' AS detail
FROM differing AS d
JOIN check_claim AS f ON f.submission_id = d.submission_id AND f.claim_no = d.first_no
JOIN check_claim AS k ON k.submission_id = d.submission_id AND k.claim_no = coalesce(d.other_no, d.first_no)
LEFT JOIN cat_claim_subject AS t ON t.subject = d.subject
