SELECT document, task_id, indicator_code, name, operator, threshold, unit, period, is_printed
FROM cat_task_indicator
