-- A figure in the text is the figure in the tables. Words that can mean something else as well are not judged where that fits; a
-- slip between 元 and 万元 is told by FEE-UNIT.
WITH $claim_figure
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE
        WHEN f.value IS NULL THEN 'not_assessable'
        WHEN abs(k.value - f.value) <= k.tolerance THEN 'pass'
        WHEN k.is_loose AND (a.value IS NULL OR a.value = k.value) THEN 'not_assessable'
        ELSE 'fail'
    END AS outcome,
    f.value AS expected,
    k.value AS actual,
    $told,
    f.cell_code, t.label AS detail
FROM check_claim AS k
$this_year
JOIN cat_claim_subject AS t ON t.subject = k.subject
LEFT JOIN claim_figure AS f ON f.submission_id = k.submission_id AND f.subject = k.subject AND f.role = 'figure'
LEFT JOIN claim_figure AS a ON a.submission_id = k.submission_id AND a.subject = k.subject AND a.role = 'also'
WHERE k.kind = 'figure'
    AND k.subject IN $subjects
    AND NOT coalesce(k.unit <> '件' AND $wan_slip, FALSE)
