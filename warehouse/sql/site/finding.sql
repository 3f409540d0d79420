-- What the rules found in what units sent, with the answers that were given.
SELECT
    v.submission_id, v.rule_id, v.severity, v.table_code, v.sheet, v.address, v.text, v.message,
    (SELECT string_agg(a.answer, '；' ORDER BY a.answered_at) FROM published_dq_answer a
     WHERE a.submission_id = v.submission_id AND a.rule_id = v.rule_id AND (a.check_key IS NULL OR a.check_key = v.check_key)) AS answer
FROM published_dq_violation v
JOIN published_fct_submission s ON s.submission_id = v.submission_id
ORDER BY v.submission_id, v.severity, v.rule_id, v.check_key
