-- The tasks that they have to answer on: those that the unit held on any day of the quarter.
SELECT s.submission_id, u.document, u.task_id, u.role, k.name, k.issued_on, k.recurs
FROM check_submission s
JOIN cat_period p ON p.period = s.period AND NOT p.is_year
JOIN cat_task_unit u ON u.unit_code = s.unit_code AND u.starts_on <= p.ends_on AND (u.ends_on IS NULL OR u.ends_on >= p.starts_on)
JOIN cat_task k ON k.document = u.document AND k.task_id = u.task_id AND k.year = p.year
