-- The periods that reports are owed for, the latest first, with how many owe and have sent.
SELECT
    p.period, p.period_name, p.is_year, p.year, p.quarter, p.due_on,
    count(*) AS units_expected,
    count(*) FILTER (c.is_in) AS units_in,
    count(*) FILTER (c.is_nil) AS units_nil,
    count(*) FILTER (c.is_late) AS units_late,
    count(*) FILTER (c.returned_count > 0) AS units_returned,
    count(*) FILTER (NOT c.is_in) AS units_missing
FROM published_rpt_quarterly_coverage c
JOIN published_dim_period p ON p.period = c.period
GROUP BY p.period, p.period_name, p.is_year, p.year, p.quarter, p.due_on, p.ends_on
ORDER BY p.ends_on DESC, p.is_year DESC
