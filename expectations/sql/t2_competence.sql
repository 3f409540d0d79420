-- 规章 are made by ministries, provinces and cities with districts: the row is 0 for the kinds of unit that the rule lists.
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    k.cell_code AS check_key,
    0 AS expected,
    CASE WHEN s.unit_kind IS NOT NULL THEN c.value END AS actual,
    $verdict AS outcome,
    k.table_code, k.row_code, k.column_code, k.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM check_submission AS s
JOIN cat_cell AS k ON k.edition = s.edition AND k.table_code = 'T2' AND k.row_code = 'regulation'
LEFT JOIN check_cell AS c ON c.submission_id = s.submission_id AND c.cell_code = k.cell_code
WHERE s.unit_kind IS NULL OR s.unit_kind IN $unit_kinds
