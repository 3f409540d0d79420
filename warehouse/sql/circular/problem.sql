-- The list of problems as it stood at the end of a quarter, with those that were struck off in it.
SELECT
    s.problem_id, s.unit_code, p.period, s.kind, p.text, p.demand, p.due_on, s.status,
    CASE WHEN s.status = 'closed' THEN p.closed_period END AS closed_period
FROM published_rpt_problem_status s
JOIN published_fct_problem p ON p.problem_id = s.problem_id
WHERE s.period = $period
ORDER BY p.period, s.unit_code, s.problem_id
