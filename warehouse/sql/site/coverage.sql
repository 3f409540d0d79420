-- How each unit stands in each period: the report that counts, or the last one that doesn't.
SELECT c.period, c.unit_code, c.status, c.is_in, c.is_nil, c.is_late, c.received_at, c.returned_count, c.submission_id, c.reasons
FROM published_rpt_quarterly_coverage c
ORDER BY c.period, c.unit_code
