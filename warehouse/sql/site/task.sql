-- The tasks of the key-point documents, in the order in which they are printed.
SELECT document, task_id, document_number, year, task_order, chapter, chapter_title, heading, name, content, bodies, due_text, due_on, unit_count,
    open_bodies
FROM published_dim_task
ORDER BY year DESC, document, task_order
