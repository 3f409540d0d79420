-- The report uses the newest edition of the form that was out when its period ended; a unit may use a newer one.
WITH due AS (
    SELECT s.submission_id, max(e.issued_on) AS issued_on, arg_max(e.document_number, e.issued_on) AS document_number
    FROM check_submission AS s
    JOIN cat_period AS p ON p.period = s.period
    JOIN cat_edition AS e ON e.issued_on <= p.ends_on
    GROUP BY s.submission_id
)
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    'form' AS check_key,
    CASE
        WHEN d.issued_on IS NULL OR u.issued_on IS NULL THEN 'not_assessable'
        WHEN u.issued_on >= d.issued_on THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    NULL AS sheet, NULL AS address, NULL AS text,
    u.document_number || '，应为' || d.document_number AS detail
FROM check_submission AS s
LEFT JOIN due AS d ON d.submission_id = s.submission_id
LEFT JOIN cat_edition AS u ON u.edition = s.edition
