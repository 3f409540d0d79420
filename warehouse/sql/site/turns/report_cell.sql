-- The cells of the reports that count, one row a report: what was read, and what stands in the file.
SELECT
    c.submission_id, any_value(c.edition) AS edition,
    list({
        'code': c.cell_code, 'state': c.state, 'value': c.value, 'text': t.text, 'sheet': c.sheet, 'address': c.address
    } ORDER BY c.cell_code) AS cells
FROM published_fct_cell c
LEFT JOIN stg_cell t ON t.sha256 = c.sha256 AND t.cell_code = c.cell_code
WHERE c.submission_id IN (SELECT unnest($submissions::BIGINT[]))
GROUP BY c.submission_id
ORDER BY c.submission_id
