-- What still stands at reports that count, neither explained nor waived.
SELECT
    u.unit_name, p.period_name, v.rule_id, v.table_code, v.address, d.label, v.actual, v.expected, v.message,
    count(*) OVER () AS total
FROM dq_violation v
JOIN core_submission s ON s.submission_id = v.submission_id AND s.status IN ('accepted', 'nil')
JOIN dim_unit u ON u.unit_code = s.unit_code
JOIN dim_period p ON p.period = s.period
JOIN (SELECT DISTINCT submission_id, edition FROM core_cell) e ON e.submission_id = s.submission_id
LEFT JOIN dim_cell d ON d.edition = e.edition AND d.cell_code = v.cell_code
WHERE v.severity = 'warning' AND NOT EXISTS (
    SELECT 1 FROM dq_answer a
    WHERE a.submission_id = v.submission_id AND a.rule_id = v.rule_id AND (a.check_key IS NULL OR a.check_key = v.check_key)
)
ORDER BY p.ends_on DESC, p.is_year DESC, u.group_name, s.unit_code, v.rule_id, v.check_key
LIMIT 300
