-- Who owed a report, and what came of it: what counts, else the latest that came.
WITH owed AS (
    SELECT d.period, d.due_on, p.is_year, u.unit_code, u.unit_name, u.group_name, u.is_rolled_up
    FROM core_period d
    JOIN cat_period p ON p.period = d.period
    JOIN dim_unit u
        ON u.parent_code IS NOT NULL
        AND u.valid_from <= p.ends_on
        AND (u.valid_to IS NULL OR u.valid_to >= CASE WHEN p.is_year THEN p.ends_on ELSE p.starts_on END)
),
ranked AS (
    SELECT
        s.*,
        s.status IN ('accepted', 'nil') AS counts,
        row_number() OVER (
            PARTITION BY s.period, s.unit_code
            ORDER BY s.status IN ('accepted', 'nil') DESC, s.status <> 'duplicate' DESC, s.submission_id DESC
        ) AS place,
        count(*) FILTER (s.status IN ('returned', 'unreadable')) OVER (PARTITION BY s.period, s.unit_code) AS returned_count,
        min(s.received_at) FILTER (s.status IN ('accepted', 'nil', 'superseded')) OVER (PARTITION BY s.period, s.unit_code)
            AS first_valid_at
    FROM core_submission s
    WHERE s.scope = 'own'
)
SELECT
    o.period,
    o.unit_code,
    o.unit_name,
    o.group_name,
    coalesce(r.status, 'missing') AS status,
    coalesce(r.counts, false) AS is_in,
    coalesce(r.status = 'nil', false) AS is_nil,
    r.first_valid_at::DATE > o.due_on AS is_late,
    r.received_at,
    coalesce(r.returned_count, 0) AS returned_count,
    r.submission_id,
    r.reasons,
    o.is_rolled_up
FROM owed o
LEFT JOIN ranked r ON r.period = o.period AND r.unit_code = o.unit_code AND r.place = 1
