-- Their basic numbers from each source that gives them. A figure of the portal comes with the titles of its columns, the day that the
-- one was last seen which was seen longest ago, and whether it is of the whole quarter, which was over by then.
WITH seen AS (
    SELECT s.source, s.title, max(f.fetched_at)::DATE AS seen_on
    FROM stg_portal_source s
    JOIN stg_portal_fetch f ON f.source = s.source AND f.outcome = 'good'
    GROUP BY s.source, s.title
)
SELECT s.submission_id, m.measure_code, m.source, m.value, m.sheet, m.address, NULL AS origin, NULL AS seen_on, true AS is_complete
FROM check_submission s
JOIN fct_measure m ON m.submission_id = s.submission_id AND m.source IN ('cells', 'sheet', 'filings')
WHERE s.form_code = 'quarter'
UNION ALL
SELECT s.submission_id, m.measure_code, m.source, m.value, NULL, NULL,
       string_agg(DISTINCT n.title, '、' ORDER BY n.title), min(n.seen_on), any_value(p.is_complete) AND min(n.seen_on) > any_value(q.ends_on)
FROM check_submission s
JOIN fct_measure m ON m.unit_code = s.unit_code AND m.period = s.period AND m.source = 'portal'
JOIN cat_measure_source k ON k.measure_code = m.measure_code AND k.source = 'portal'
JOIN fct_portal_metric p ON p.metric_code = k.item AND p.scope = 'own' AND p.unit_code = s.unit_code AND p.period = s.period
JOIN cat_period q ON q.period = s.period
JOIN seen n ON list_contains(string_split(p.source, '、'), n.source)
WHERE s.form_code = 'quarter'
GROUP BY s.submission_id, m.measure_code, m.source, m.value
