-- Every task that stands otherwise at a unit in a quarter that the former release had published (to the period that ends on
-- $published_to). A unit that had no such task then, or has none now, has no state on that side.
WITH paired AS (
    SELECT
        document, task_id, unit_code, period,
        max(status) FILTER (side = 'former') AS published_status,
        max(status) FILTER (side = 'present') AS status,
        coalesce(bool_or(is_disputed) FILTER (side = 'former'), false) AS was_disputed,
        coalesce(bool_or(is_disputed) FILTER (side = 'present'), false) AS is_disputed,
        max(submission_id) FILTER (side = 'former') AS published_submission_id,
        max(submission_id) FILTER (side = 'present') AS submission_id
    FROM compared_fct_task_progress
    GROUP BY document, task_id, unit_code, period
)
SELECT
    b.period, p.period_name, b.document, b.task_id, t.name, b.unit_code, u.unit_name,
    b.published_status, b.status, b.was_disputed, b.is_disputed, b.published_submission_id, b.submission_id
FROM paired b
JOIN (SELECT DISTINCT period, period_name, ends_on, is_year FROM compared_dim_period) p ON p.period = b.period
JOIN (SELECT * FROM compared_dim_unit QUALIFY side = max(side) OVER (PARTITION BY unit_code)) u ON u.unit_code = b.unit_code
LEFT JOIN (SELECT * FROM compared_dim_task QUALIFY side = max(side) OVER (PARTITION BY document, task_id)) t
    ON t.document = b.document AND t.task_id = b.task_id
WHERE (b.published_status IS DISTINCT FROM b.status OR b.was_disputed <> b.is_disputed)
    AND b.period IN (SELECT period FROM compared_fct_task_progress WHERE side = 'former')
    AND (p.ends_on, p.is_year) <= ($published_to, $published_year)
ORDER BY p.ends_on, u.group_name, b.unit_code, b.document, t.task_order, b.task_id
