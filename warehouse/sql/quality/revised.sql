-- What this release says otherwise than the one before it, by where it comes from.
SELECT
    p.period_name, u.unit_name, r.scope, r.reason, r.former_release_id,
    count(*) AS figures, sum(count(*)) OVER ()::BIGINT AS total
FROM rpt_revision r
JOIN dim_period p ON p.period = r.period
JOIN dim_unit u ON u.unit_code = r.unit_code
GROUP BY p.period_name, p.ends_on, p.is_year, u.unit_name, u.group_name, r.unit_code, r.scope, r.reason, r.former_release_id
ORDER BY p.ends_on DESC, p.is_year DESC, r.scope, u.group_name, r.unit_code, r.reason
