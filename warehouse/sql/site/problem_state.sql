-- How many problems stood how at the end of each quarter.
SELECT s.period, s.status, count(*) AS problems
FROM published_rpt_problem_status s
JOIN published_dim_period p ON p.period = s.period
GROUP BY s.period, p.ends_on, s.status
ORDER BY p.ends_on, s.status
