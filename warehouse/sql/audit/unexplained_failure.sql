-- Errors of the built tables. Where the office waived a finding at a unit, the district's figures are out by the same difference: that
-- is accounted for. A difference that waivers don't account for exactly stands.
WITH waived AS (
    SELECT s.period, s.unit_code, v.rule_id, v.check_key, v.difference
    FROM dq_violation v
    JOIN core_submission s ON s.submission_id = v.submission_id AND s.status IN ('accepted', 'nil') AND s.scope = 'own'
    JOIN cat_unit u ON u.unit_code = s.unit_code AND u.is_rolled_up
    WHERE EXISTS (
        SELECT 1 FROM raw_waiver w
        WHERE w.submission_id = v.submission_id AND w.rule_id = v.rule_id AND (w.check_key IS NULL OR w.check_key = v.check_key)
    )
),
carried AS (
    SELECT period, rule_id, check_key, difference FROM waived
    UNION ALL
    SELECT left(w.period, 4), w.rule_id, w.check_key, w.difference
    FROM waived w
    WHERE length(w.period) > 4 AND NOT EXISTS (
        SELECT 1 FROM core_submission a
        WHERE a.unit_code = w.unit_code AND a.period = left(w.period, 4) AND a.status IN ('accepted', 'nil')
    )
),
accounted AS (
    SELECT period, rule_id, check_key, sum(difference) AS difference
    FROM carried
    GROUP BY period, rule_id, check_key
)
SELECT s.file_name, s.period, v.rule_id, v.check_key, v.message
FROM dq_violation v
JOIN check_submission s ON s.submission_id = v.submission_id
LEFT JOIN accounted a ON a.period = s.period AND a.rule_id = v.rule_id AND a.check_key = v.check_key
WHERE v.severity = 'error' AND a.difference IS DISTINCT FROM v.difference
