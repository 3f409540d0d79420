-- The policy documents that the reports that count list.
SELECT submission_id, row_no, document_number, title, published_on, interpreted_on, filed_on, pushed_on, online_on, openness, ways_count, sheet,
    address
FROM published_fct_filing
ORDER BY submission_id, row_no
