-- Whom the circular names, list by list, with the number that stands behind the name.
SELECT 'missing' AS list, unit_code, NULL::DECIMAL(18, 6) AS number
FROM published_rpt_quarterly_coverage WHERE period = $period AND NOT is_in
UNION ALL
SELECT 'late', unit_code, NULL FROM published_rpt_quarterly_coverage WHERE period = $period AND is_in AND is_late
UNION ALL
SELECT 'returned', unit_code, returned_count FROM published_rpt_quarterly_coverage WHERE period = $period AND returned_count > 0
UNION ALL
SELECT 'returned_open', unit_code, NULL
FROM published_rpt_quarterly_coverage WHERE period = $period AND status IN ('returned', 'unreadable')
UNION ALL
SELECT CASE status WHEN 'overdue' THEN 'overdue' ELSE 'silent' END, unit_code, count(*)
FROM published_fct_task_progress WHERE period = $period AND status IN ('overdue', 'not_reported')
GROUP BY ALL
UNION ALL
SELECT 'disputed', unit_code, count(*) FROM published_fct_task_progress WHERE period = $period AND is_disputed
GROUP BY ALL
UNION ALL
SELECT 'dead', l.unit_code, count(*)
FROM published_fct_link l
JOIN published_dim_unit u ON u.unit_code = l.unit_code AND u.parent_code IS NOT NULL
WHERE l.period = $period AND l.was_dead
GROUP BY ALL
UNION ALL
SELECT 'problems_overdue', unit_code, count(*) FROM published_rpt_problem_status WHERE period = $period AND status = 'overdue'
GROUP BY ALL
UNION ALL
SELECT 'unranked', unit_code, score FROM published_fct_score WHERE period = $period AND NOT is_ranked AND score IS NOT NULL
