-- Tasks of the quarter of which a body stands for no unit yet.
SELECT t.document, t.task_id, t.name
FROM published_dim_task t
JOIN published_rpt_task_status s ON s.document = t.document AND s.task_id = t.task_id AND s.period = $period
WHERE t.open_bodies IS NOT NULL
ORDER BY t.document, t.task_order
