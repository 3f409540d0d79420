-- `unit_count` is who holds the task in the end: those that handed it over are not counted beside their successors.
WITH body AS (
    SELECT
        document, task_id,
        string_agg(body, '、' ORDER BY body_order) AS bodies,
        string_agg(body, '、' ORDER BY body_order) FILTER (is_open) AS open_bodies
    FROM cat_task_body
    GROUP BY document, task_id
),
held AS (
    SELECT document, task_id, count(*) AS unit_count
    FROM cat_task_unit
    WHERE ends_on IS NULL
    GROUP BY document, task_id
)
SELECT
    t.document, t.task_id, t.document_number, t.year, t.task_order, t.number, t.chapter, t.chapter_title, t.section, t.heading,
    t.name, t.content, b.bodies, t.due_text, t.due_on, t.recurs,
    coalesce(h.unit_count, 0)::INTEGER AS unit_count,
    b.open_bodies
FROM cat_task t
LEFT JOIN body b ON b.document = t.document AND b.task_id = t.task_id
LEFT JOIN held h ON h.document = t.document AND h.task_id = t.task_id
