-- Each item of each score, with the sentence that explains it.
SELECT f.scheme_code, f.unit_code, f.period, f.heading, f.name, f.weight_in_force, f.points, f.state, f.indicator_code, f.source, f.value, f.reason
FROM published_fct_score_line f
JOIN published_dim_period p ON p.period = f.period
ORDER BY f.unit_code, p.ends_on DESC, f.scheme_code, f.item_order, f.item_code
