-- What was in force before, plus what was made, less what was repealed, is in force now.
WITH RECURSIVE $prior
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    k.row_code AS check_key,
    p.value + made.value - repealed.value AS expected,
    c.value AS actual,
    $verdict AS outcome,
    k.table_code, k.row_code, k.column_code, k.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM check_submission AS s
JOIN cat_cell AS k ON k.edition = s.edition AND k.table_code = 'T2' AND k.column_code = 'in_force'
LEFT JOIN check_cell AS c ON c.submission_id = s.submission_id AND c.cell_code = k.cell_code
LEFT JOIN check_cell AS made
    ON made.submission_id = s.submission_id AND made.table_code = 'T2'
    AND made.row_code = k.row_code AND made.column_code = 'made'
LEFT JOIN check_cell AS repealed
    ON repealed.submission_id = s.submission_id AND repealed.table_code = 'T2'
    AND repealed.row_code = k.row_code AND repealed.column_code = 'repealed'
LEFT JOIN prior AS p ON p.submission_id = s.submission_id AND p.cell_code = k.cell_code
WHERE s.form_code IN $form_codes
