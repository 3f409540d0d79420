SELECT document, task_id, unit_code, role, body, basis, starts_on, ends_on
FROM cat_task_unit
