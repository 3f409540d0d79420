-- Who owed a report and what came, by period, the latest first; with the names of all who are not simply in.
SELECT
    c.period, p.period_name, p.is_year, p.due_on,
    count(*) AS units_expected,
    count(*) FILTER (c.is_in) AS units_in,
    count(*) FILTER (c.is_nil) AS units_nil,
    count(*) FILTER (c.is_late) AS units_late,
    count(*) FILTER (c.returned_count > 0) AS units_returned,
    count(*) FILTER (NOT c.is_in) AS units_missing,
    coalesce(list(c.unit_name ORDER BY c.group_name, c.unit_code) FILTER (c.is_nil), []) AS nil_names,
    coalesce(list(c.unit_name ORDER BY c.group_name, c.unit_code) FILTER (c.is_late), []) AS late_names,
    coalesce(
        list({'unit_name': c.unit_name, 'times': c.returned_count} ORDER BY c.group_name, c.unit_code)
            FILTER (c.returned_count > 0), []) AS returned_names,
    coalesce(
        list({'unit_name': c.unit_name, 'status': c.status} ORDER BY c.group_name, c.unit_code) FILTER (NOT c.is_in), []
    ) AS missing_names
FROM rpt_quarterly_coverage c
JOIN dim_period p ON p.period = c.period
GROUP BY c.period, p.period_name, p.is_year, p.due_on, p.ends_on
ORDER BY p.ends_on DESC, p.is_year DESC
