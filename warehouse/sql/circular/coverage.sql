-- Who owed a report of the quarter, and what came of it.
SELECT
    c.unit_code, c.status, c.is_in, c.is_nil, c.is_late, CAST(c.received_at AS DATE) AS received_on,
    c.returned_count, c.is_rolled_up
FROM published_rpt_quarterly_coverage c
WHERE c.period = $period
ORDER BY c.unit_code
