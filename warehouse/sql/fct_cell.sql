SELECT
    c.unit_code, c.period, c.scope, c.form_code, c.edition, c.cell_code, c.value, c.state, c.submission_id, s.sha256, c.sheet, c.address
FROM core_cell c
JOIN core_submission s ON s.submission_id = c.submission_id
