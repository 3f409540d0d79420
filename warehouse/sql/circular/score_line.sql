-- What each score is made of.
SELECT l.unit_code, l.name, l.weight, l.points, l.reason
FROM published_fct_score_line l
JOIN published_fct_score s ON s.scheme_code = l.scheme_code AND s.unit_code = l.unit_code AND s.period = l.period
WHERE l.period = $period AND s.score IS NOT NULL
ORDER BY l.scheme_code, l.unit_code, l.item_order, l.item_code
