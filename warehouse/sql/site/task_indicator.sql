-- What tasks ask for in figures.
SELECT document, task_id, name, operator, threshold, unit, period, is_printed
FROM published_dim_task_indicator
ORDER BY document, task_id, indicator_code
