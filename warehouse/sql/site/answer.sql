-- What units answered on their tasks in the reports that count, as written.
SELECT t.submission_id, t.document, t.task_id, t.status_text, t.progress, t.done_text, t.evidence, t.sheet, t.address
FROM core_task t
JOIN published_fct_submission s ON s.submission_id = t.submission_id AND s.status IN ('accepted', 'nil')
WHERE t.status_text IS NOT NULL OR t.progress IS NOT NULL OR t.done_text IS NOT NULL OR t.evidence IS NOT NULL
ORDER BY t.submission_id, t.document, t.row_no
