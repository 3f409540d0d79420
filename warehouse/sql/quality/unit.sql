-- What the checks found at each unit over all its versions; the last row, without a unit, are files that no unit was found for.
WITH finding AS (
    SELECT s.submission_id, s.unit_code, s.status,
        count(v.rule_id) FILTER (v.severity = 'error') AS errors,
        count(v.rule_id) FILTER (v.severity = 'warning') AS warnings
    FROM core_submission s
    LEFT JOIN dq_violation v ON v.submission_id = s.submission_id
    GROUP BY ALL
),
found AS (
    SELECT
        unit_code,
        count(*) AS submissions,
        count(*) FILTER (status IN ('returned', 'unreadable')) AS returned,
        sum(errors)::BIGINT AS errors,
        sum(warnings)::BIGINT AS warnings
    FROM finding
    GROUP BY unit_code
),
punctual AS (
    SELECT
        unit_code,
        count(*) AS periods_owed,
        count(*) FILTER (is_in) AS periods_in,
        count(*) FILTER (is_in AND is_late = false) AS periods_on_time,
        count(*) FILTER (is_late) AS periods_late
    FROM rpt_quarterly_coverage
    GROUP BY unit_code
),
summary AS (
    SELECT
        coalesce(p.unit_code, f.unit_code) AS unit_code,
        u.unit_name, u.group_name,
        coalesce(p.periods_owed, 0) AS periods_owed,
        coalesce(p.periods_in, 0) AS periods_in,
        coalesce(p.periods_on_time, 0) AS periods_on_time,
        coalesce(p.periods_late, 0) AS periods_late,
        coalesce(f.submissions, 0) AS submissions,
        coalesce(f.returned, 0) AS returned,
        coalesce(f.errors, 0) AS errors,
        coalesce(f.warnings, 0) AS warnings
    FROM punctual p
    FULL JOIN found f ON f.unit_code = p.unit_code
    LEFT JOIN dim_unit u ON u.unit_code = coalesce(p.unit_code, f.unit_code)
)
SELECT
    *,
    returned = 0 AND errors = 0 AND warnings = 0 AND periods_on_time = periods_owed AS is_spotless,
    count(*) FILTER (returned = 0 AND errors = 0 AND warnings = 0 AND periods_on_time = periods_owed) OVER () AS spotless
FROM summary
ORDER BY unit_code IS NULL, errors DESC, returned DESC, warnings DESC, periods_in - periods_owed, periods_late DESC, group_name, unit_code
