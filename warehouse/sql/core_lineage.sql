-- Follows single successors of units that ended before the period did; a unit split among several stays its own head. What a unit
-- carries is handed on after the last quarter that it reports: a unit that ended within a quarter still holds its stock at its end.
WITH RECURSIVE step AS (
    SELECT
        p.period, p.ends_on, u.unit_code, u.unit_code AS head_code,
        CASE WHEN p.is_year THEN make_date(p.year, 10, 1) ELSE p.starts_on END AS last_quarter_starts_on
    FROM cat_period p
    JOIN cat_unit u ON u.valid_from <= p.ends_on AND u.parent IS NOT NULL
    UNION
    SELECT step.period, step.ends_on, step.unit_code, s.successor_code, step.last_quarter_starts_on
    FROM step
    JOIN cat_succession s ON s.unit_code = step.head_code AND s.successor_count = 1 AND s.ended_on < step.ends_on
),
ended AS (
    SELECT DISTINCT unit_code, ended_on FROM cat_succession
)
SELECT
    step.period,
    step.unit_code,
    step.head_code,
    ended.unit_code IS NOT NULL AS has_handed_on
FROM step
LEFT JOIN ended ON ended.unit_code = step.unit_code AND ended.ended_on < step.last_quarter_starts_on
WHERE NOT EXISTS (
    SELECT 1 FROM cat_succession s
    WHERE s.unit_code = step.head_code AND s.successor_count = 1 AND s.ended_on < step.ends_on
)
