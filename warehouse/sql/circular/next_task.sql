-- Tasks that fall due in the quarter after this one and are not done, with the number of units that still have to do them.
WITH following AS (
    SELECT
        ends_on + INTERVAL 1 DAY AS starts_on,
        last_day(ends_on + INTERVAL 3 MONTH) AS ends_on
    FROM published_dim_period
    WHERE period = $period
)
SELECT p.document, p.task_id, count(*) AS units
FROM published_fct_task_progress p
JOIN published_dim_task t ON t.document = p.document AND t.task_id = p.task_id AND t.recurs IS NULL
CROSS JOIN following f
WHERE p.period = $period AND p.due_on BETWEEN f.starts_on AND f.ends_on AND p.status NOT IN ('done', 'not_applicable')
GROUP BY p.document, p.task_id, t.task_order
ORDER BY p.document, t.task_order
