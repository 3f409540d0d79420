-- Scores and ranks of the quarter; who could not be scored is not in it.
SELECT scheme_code, scheme_name, unit_code, group_name, score, full_marks, band, rank, is_ranked
FROM published_fct_score
WHERE period = $period AND score IS NOT NULL
ORDER BY scheme_code, group_name, rank NULLS LAST, score DESC, unit_code
