-- Disputes come out of requests: reviews and suits far above all requests of the year, carried ones included, ask for an explanation.
WITH summed AS (
    SELECT
        submission_id,
        count(value) FILTER (table_code = 'T4' AND column_code = 'total') = 3
            AND count(value) FILTER (cell_code IN ('T3:new.total', 'T3:carried_in.total')) = 2 AS is_complete,
        sum(value) FILTER (table_code = 'T4' AND column_code = 'total') AS disputes,
        sum(value) FILTER (cell_code IN ('T3:new.total', 'T3:carried_in.total')) AS requests
    FROM check_cell
    GROUP BY submission_id
)
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    'disputes' AS check_key,
    CASE
        WHEN n.is_complete IS NOT TRUE THEN 'not_assessable'
        WHEN n.disputes > n.requests * $ratio AND n.disputes - n.requests >= $at_least THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    n.requests AS expected,
    n.disputes AS actual,
    k.table_code, k.row_code, k.column_code, k.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM check_submission AS s
JOIN cat_cell AS k ON k.edition = s.edition AND k.cell_code = 'T4:review.total'
LEFT JOIN summed AS n ON n.submission_id = s.submission_id
LEFT JOIN check_cell AS c ON c.submission_id = s.submission_id AND c.cell_code = k.cell_code
WHERE s.form_code IN $form_codes
