-- What units explained and the office waived at reports that count. Who waived it is in the ledger, not in a published page.
SELECT DISTINCT
    u.unit_name, p.period_name, a.kind, a.rule_id, coalesce(v.table_code, a.table_code) AS table_code, v.address, d.label, a.answer, a.answered_at::DATE AS answered_on,
    p.ends_on, p.is_year, s.unit_code
FROM dq_answer a
JOIN core_submission s ON s.submission_id = a.submission_id AND s.status IN ('accepted', 'nil')
JOIN dim_unit u ON u.unit_code = s.unit_code
JOIN dim_period p ON p.period = s.period
JOIN (SELECT DISTINCT submission_id, edition FROM core_cell) e ON e.submission_id = s.submission_id
LEFT JOIN dq_violation v
    ON v.submission_id = a.submission_id AND v.rule_id = a.rule_id AND (a.check_key IS NULL OR v.check_key = a.check_key)
LEFT JOIN dim_cell d ON d.edition = e.edition AND d.cell_code = coalesce(a.cell_code, v.cell_code)
ORDER BY p.ends_on DESC, p.is_year DESC, s.unit_code, a.kind, a.rule_id, v.address
