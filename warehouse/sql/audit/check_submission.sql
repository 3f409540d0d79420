-- The district's built table of a period is checked as if it were a report that the district had sent: numbers 0, -1, -2 …
SELECT
    1 - row_number() OVER (ORDER BY b.period, b.edition) AS submission_id,
    NULL::VARCHAR AS sha256,
    '汇总表 ' || b.period AS file_name,
    b.unit_code, u.kind AS unit_kind, b.period, b.form_code, b.edition, b.scope, false AS is_nil
FROM (SELECT DISTINCT period, unit_code, edition, form_code, scope FROM built_cell WHERE scope = 'aggregate') b
JOIN cat_unit u ON u.unit_code = b.unit_code
