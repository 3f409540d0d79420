-- A task that no unit holds yet has not been reported on by anybody: it stays in sight.
WITH counted AS (
    SELECT
        document, task_id, period,
        count(*) AS units,
        count(*) FILTER (status = 'done') AS done,
        count(*) FILTER (status = 'on_the_way') AS on_the_way,
        count(*) FILTER (status = 'overdue') AS overdue,
        count(*) FILTER (status = 'not_reported') AS not_reported,
        count(*) FILTER (status = 'not_due') AS not_due,
        count(*) FILTER (status = 'not_applicable') AS not_applicable,
        count(*) FILTER (is_disputed) AS disputed
    FROM fct_task_progress
    GROUP BY document, task_id, period
)
SELECT
    t.document, p.period, t.task_id, t.chapter,
    CASE
        WHEN c.units IS NULL THEN 'not_reported'
        WHEN c.overdue > 0 THEN 'overdue'
        WHEN c.not_applicable = c.units THEN 'not_applicable'
        WHEN c.done + c.not_applicable = c.units THEN 'done'
        WHEN c.not_reported > 0 THEN 'not_reported'
        WHEN c.on_the_way > 0 OR c.done > 0 THEN 'on_the_way'
        ELSE 'not_due'
    END AS status,
    coalesce(c.units, 0)::INTEGER AS units,
    coalesce(c.done, 0)::INTEGER AS done,
    coalesce(c.on_the_way, 0)::INTEGER AS on_the_way,
    coalesce(c.overdue, 0)::INTEGER AS overdue,
    coalesce(c.not_reported, 0)::INTEGER AS not_reported,
    coalesce(c.not_due, 0)::INTEGER AS not_due,
    coalesce(c.not_applicable, 0)::INTEGER AS not_applicable,
    coalesce(c.disputed, 0)::INTEGER AS disputed
FROM cat_task t
JOIN cat_period p ON p.year = t.year AND NOT p.is_year AND t.issued_on <= p.ends_on
JOIN core_period d ON d.period = p.period
LEFT JOIN counted c ON c.document = t.document AND c.task_id = t.task_id AND c.period = p.period
