-- What each report of a quarter says of the indicators of tasks, as core_task says what it answers on tasks.
WITH only_document AS (
    SELECT year, task_id, any_value(document) AS document
    FROM cat_task
    GROUP BY year, task_id
    HAVING count(*) = 1
)
SELECT
    c.submission_id, c.unit_code, c.period, c.scope,
    coalesce(t.document, o.document) AS document,
    t.* EXCLUDE (sha256, document)
FROM stg_task_figure t
JOIN raw_receipt r ON r.sha256 = t.sha256
JOIN core_receipt c ON c.submission_id = r.submission_id
JOIN cat_period p ON p.period = c.period AND NOT p.is_year
LEFT JOIN only_document o ON t.document IS NULL AND o.year = p.year AND o.task_id = t.task_id
QUALIFY row_number() OVER (
    PARTITION BY c.submission_id, coalesce(t.document, o.document), t.task_id, t.indicator_code
    ORDER BY t.numerator_state = 'blank' AND t.denominator_state = 'blank', t.row_no
) = 1
