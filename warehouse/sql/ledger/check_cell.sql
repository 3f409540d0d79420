-- Their cells. 零报送: the unit itself said that all is zero, so a blank is one; without that word a blank stays blank.
SELECT s.submission_id, s.unit_code, s.period, s.form_code, s.scope, s.edition,
       c.cell_code, c.table_code, c.row_code, c.column_code,
       CASE WHEN s.is_nil AND c.state = 'blank' THEN 'nil' ELSE c.state END AS state,
       CASE WHEN s.is_nil AND c.state = 'blank' THEN 0 ELSE c.value END AS value,
       c.text, c.sheet, c.address
FROM check_submission s
JOIN stg_cell c ON c.sha256 = s.sha256
