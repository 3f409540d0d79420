-- Where a unit left the cell blank, the district's figure is a sum of some of the units only. An identity cannot be judged on it
-- ($hide_partial); the comparison with the units' sum can.
SELECT
    s.submission_id, s.unit_code, s.period, s.form_code, s.scope, s.edition, b.cell_code, d.table_code, d.row_code, d.column_code,
    CASE WHEN $hide_partial AND b.blank_count > 0 THEN 'blank' ELSE 'number' END AS state,
    CASE WHEN $hide_partial AND b.blank_count > 0 THEN NULL ELSE b.value END AS value,
    b.value::VARCHAR AS text, NULL::VARCHAR AS sheet, NULL::VARCHAR AS address
FROM check_submission s
JOIN built_cell b ON b.period = s.period AND b.unit_code = s.unit_code AND b.scope = s.scope AND b.edition = s.edition
JOIN cat_cell d ON d.edition = b.edition AND d.cell_code = b.cell_code
