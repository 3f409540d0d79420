-- What reading and identifying noticed about a file: one row each, or one pass.
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    row_number() OVER (PARTITION BY s.submission_id ORDER BY p.sheet, p.address, p.detail)::VARCHAR AS check_key,
    CASE WHEN p.submission_id IS NULL THEN 'pass' ELSE 'fail' END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    p.sheet, p.address, p.text, p.detail
FROM check_submission AS s
LEFT JOIN check_problem AS p ON p.submission_id = s.submission_id AND p.rule_id = '$rule_id'
