-- Each problem at the end of each quarter in play, from the one that listed it to the one that closed it.
SELECT
    p.period, f.problem_id, f.unit_code, f.kind,
    CASE
        WHEN c.ends_on <= p.ends_on THEN 'closed'
        WHEN f.due_on < p.ends_on THEN 'overdue'
        ELSE 'open'
    END AS status,
    f.period = p.period AS is_new,
    datediff('quarter', b.ends_on, p.ends_on)::INTEGER AS quarters_carried
FROM fct_problem f
JOIN cat_period b ON b.period = f.period
LEFT JOIN cat_period c ON c.period = f.closed_period
JOIN cat_period p ON NOT p.is_year AND p.ends_on >= b.ends_on AND (c.ends_on IS NULL OR p.ends_on <= c.ends_on)
JOIN core_period d ON d.period = p.period
