-- Scores by scheme and period, the best of each group first.
SELECT f.scheme_code, f.scheme_name, f.unit_code, f.period, f.group_name, f.score, f.full_marks, f.bonus, f.band, f.rank, f.ranked_count
FROM published_fct_score f
JOIN published_dim_period p ON p.period = f.period
ORDER BY p.ends_on DESC, f.scheme_code, f.group_name DESC, f.rank NULLS LAST, f.unit_code
