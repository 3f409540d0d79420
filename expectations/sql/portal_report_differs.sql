-- Every figure of a published annual report is the one that was sent.
SELECT
    '$rule_id' AS rule_id,
    c.submission_id,
    c.cell_code AS check_key,
    CASE
        WHEN c.value IS NULL OR p.value IS NULL THEN 'not_assessable'
        WHEN c.value <> p.value THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    p.value AS expected, c.value AS actual,
    c.table_code, c.row_code, c.column_code, c.cell_code,
    c.sheet, c.address, c.text,
    r.url || '（' || r.seen_on || ' 取数）' AS detail
FROM check_published AS r
JOIN check_submission AS s ON s.submission_id = r.submission_id
JOIN check_published_cell AS p ON p.submission_id = r.submission_id AND p.feed = r.feed
JOIN check_cell AS c ON c.submission_id = p.submission_id AND c.cell_code = p.cell_code
