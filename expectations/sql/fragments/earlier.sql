-- earlier(submission_id, document, task_id, status, period): what the unit last said of a task in the quarters of the year before this one.
earlier AS (
    SELECT
        s.submission_id, c.document, c.task_id,
        arg_max(c.status, q.ends_on) AS status, arg_max(c.period, q.ends_on) AS period
    FROM check_submission AS s
    JOIN cat_period AS p ON p.period = s.period
    JOIN counting_task AS c ON c.unit_code = s.unit_code
    JOIN cat_period AS q ON q.period = c.period AND q.year = p.year AND q.ends_on < p.starts_on
    GROUP BY s.submission_id, c.document, c.task_id
)
