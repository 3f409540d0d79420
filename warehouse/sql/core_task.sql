-- What each report of a quarter says of tasks. Where the column 文件代码 is missing, the year's only document with such a task is meant.
WITH only_document AS (
    SELECT year, task_id, any_value(document) AS document
    FROM cat_task
    GROUP BY year, task_id
    HAVING count(*) = 1
),
answer AS (
    SELECT
        c.submission_id, c.unit_code, c.period, c.scope, r.received_at::DATE AS received_on,
        coalesce(t.document, o.document) AS document,
        t.* EXCLUDE (sha256, document),
        t.status_text IS NOT NULL OR t.progress IS NOT NULL OR t.done_text IS NOT NULL OR t.evidence IS NOT NULL AS is_answered
    FROM stg_task t
    JOIN raw_receipt r ON r.sha256 = t.sha256
    JOIN core_receipt c ON c.submission_id = r.submission_id
    JOIN cat_period p ON p.period = c.period AND NOT p.is_year
    LEFT JOIN only_document o ON t.document IS NULL AND o.year = p.year AND o.task_id = t.task_id
)
SELECT *
FROM answer
QUALIFY row_number() OVER (
    PARTITION BY submission_id, document, task_id ORDER BY status_text IS NULL, NOT is_answered, row_no
) = 1
