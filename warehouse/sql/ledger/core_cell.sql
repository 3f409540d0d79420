-- The cells of the versions that count.
SELECT c.submission_id, c.unit_code, c.period, c.form_code, c.scope, c.edition, c.cell_code, c.state, c.value, c.text, c.sheet, c.address
FROM check_cell c
JOIN judged v ON v.submission_id = c.submission_id AND v.status IN ('accepted', 'nil')
