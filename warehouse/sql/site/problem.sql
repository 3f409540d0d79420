-- The list of problems, those that are open first.
SELECT
    b.problem_id, b.unit_code, b.period, b.kind, b.source_code, b.text, b.latest_text, b.demand, b.due_on, b.status, b.closed_period, b.closed_by,
    b.closed_reason, b.former_id, b.holder_code
FROM published_fct_problem b
JOIN published_dim_period p ON p.period = b.period
ORDER BY b.status = 'closed', p.ends_on DESC, b.unit_code, b.kind, b.source_code, b.problem_id
