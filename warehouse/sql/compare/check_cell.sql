-- What they say, of the years only: quarters are held against the portal by their measures.
SELECT c.submission_id, c.unit_code, c.period, c.form_code, c.scope, c.edition, c.cell_code, d.table_code, d.row_code, d.column_code,
       c.state, c.value, c.text, c.sheet, c.address
FROM check_submission s
JOIN core_cell c ON c.submission_id = s.submission_id
JOIN cat_cell d ON d.edition = c.edition AND d.cell_code = c.cell_code
WHERE s.form_code = 'annual'
