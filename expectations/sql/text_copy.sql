-- Not more than so much of a text stands, figures aside, in another unit's report, or in the unit's own of the year before.
WITH has_text AS (
    SELECT DISTINCT submission_id FROM check_paragraph
),
compared AS (
    SELECT * FROM check_similarity WHERE kind IN $kinds
)
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    coalesce(k.other, 'text') AS check_key,
    CASE
        WHEN k.share IS NULL THEN 'not_assessable'
        WHEN k.share >= $share AND k.passages >= $passages THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected,
    round(k.share * 100) AS actual,
    $told,
    NULL AS cell_code, k.other || '：' || k.detail AS detail
FROM check_submission AS s
LEFT JOIN has_text AS h ON h.submission_id = s.submission_id
LEFT JOIN compared AS k ON k.submission_id = s.submission_id
WHERE h.submission_id IS NOT NULL OR s.form_code IN $form_codes
