-- 均获维持: nothing was corrected, had another result, or is still open; where the text speaks of the decided cases only, open ones may be.
WITH other_result AS (
    SELECT
        k.submission_id, k.claim_no,
        count(*) = count(c.value) AS is_complete,
        sum(c.value) AS value
    FROM check_claim AS k
    JOIN check_submission AS s ON s.submission_id = k.submission_id
    JOIN cat_cell AS d
        ON d.edition = s.edition AND d.table_code = 'T4' AND d.column_code IN ('corrected', 'other', 'pending')
        AND (k.subject <> 'reviews' OR d.row_code = 'review')
        AND (k.subject <> 'suits' OR d.row_code <> 'review')
        AND (k.detail IS NULL OR d.column_code <> 'pending')
    LEFT JOIN check_cell AS c ON c.submission_id = k.submission_id AND c.cell_code = d.cell_code
    WHERE k.kind = 'all_upheld'
    GROUP BY k.submission_id, k.claim_no
)
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE
        WHEN NOT r.is_complete THEN 'not_assessable'
        WHEN r.value = 0 THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    0 AS expected,
    r.value AS actual,
    $told,
    NULL AS cell_code, t.label AS detail
FROM check_claim AS k
JOIN other_result AS r ON r.submission_id = k.submission_id AND r.claim_no = k.claim_no
$this_year
JOIN cat_claim_subject AS t ON t.subject = k.subject
