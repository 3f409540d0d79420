-- What reading and identifying noticed of them.
SELECT s.submission_id, p.rule_id, p.detail, p.sheet, p.address, p.text
FROM check_submission s JOIN stg_problem p ON p.sha256 = s.sha256
UNION ALL
SELECT s.submission_id, p.rule_id, p.detail, NULL, NULL, NULL
FROM check_submission s JOIN core_receipt_problem p ON p.submission_id = s.submission_id
UNION ALL
SELECT s.submission_id, 'FILE-READABLE', f.error_detail, NULL, NULL, NULL
FROM check_submission s JOIN stg_file f ON f.sha256 = s.sha256 WHERE f.error_code IS NOT NULL
