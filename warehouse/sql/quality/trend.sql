-- How the quarters went: shares with what they are shares of. A version that repeats another, or was taken back, is no attempt.
WITH attempt AS (
    SELECT
        s.period,
        count(*) AS attempts,
        count(*) FILTER (s.status IN ('returned', 'unreadable')) AS returned,
        coalesce(sum(v.errors), 0)::BIGINT AS errors
    FROM core_submission s
    LEFT JOIN (
        SELECT submission_id, count(*) AS errors FROM dq_violation WHERE severity = 'error' GROUP BY submission_id
    ) v ON v.submission_id = s.submission_id
    WHERE s.status NOT IN ('duplicate', 'withdrawn')
    GROUP BY s.period
),
arrival AS (
    SELECT period, count(*) FILTER (is_in) AS units_in, count(*) FILTER (is_late) AS units_late
    FROM rpt_quarterly_coverage
    GROUP BY period
)
SELECT
    p.period, p.period_name, p.year, p.quarter, a.attempts, a.returned, a.errors, c.units_in, c.units_late,
    a.returned / a.attempts AS returned_ratio,
    a.errors / a.attempts AS errors_each,
    c.units_late / nullif(c.units_in, 0) AS late_ratio
FROM dim_period p
JOIN attempt a ON a.period = p.period
JOIN arrival c ON c.period = p.period
WHERE NOT p.is_year
ORDER BY p.ends_on
