-- What a period carries in is what the period before carried out, per column: quarter on quarter, year on year.
WITH RECURSIVE $prior
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    k.column_code AS check_key,
    p.value AS expected,
    c.value AS actual,
    $verdict AS outcome,
    k.table_code, k.row_code, k.column_code, k.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM check_submission AS s
JOIN cat_cell AS k ON k.edition = s.edition AND k.table_code = 'T3' AND k.row_code = 'carried_in'
JOIN cat_cell AS o
    ON o.edition = k.edition AND o.table_code = 'T3' AND o.row_code = 'carried_out' AND o.column_code = k.column_code
LEFT JOIN check_cell AS c ON c.submission_id = s.submission_id AND c.cell_code = k.cell_code
LEFT JOIN prior AS p ON p.submission_id = s.submission_id AND p.cell_code = o.cell_code
WHERE s.form_code IN $form_codes
