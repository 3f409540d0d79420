-- What the portal comes to, for each unit and for the district; a period that nothing is owed for has no name and is left to the database.
SELECT m.metric_code, d.name, d.unit, m.scope, m.unit_code, m.period, m.value, m.numerator, m.denominator, m.is_complete, m.source
FROM published_fct_portal_metric m
JOIN published_dim_portal_metric d ON d.metric_code = m.metric_code
JOIN published_dim_period p ON p.period = m.period
ORDER BY m.unit_code, d.name, p.ends_on DESC, p.is_year DESC, m.scope
