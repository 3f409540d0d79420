-- The figures on those pages.
SELECT p.submission_id, p.feed, c.cell_code, c.value
FROM check_published p
JOIN stg_portal_report_cell c ON c.feed = p.feed
