-- The sum of the lines, the grade, and the place among those ranked in the group: who has the same score has the same place, unless a
-- declared tie-breaker (the share of its full marks that an item got; an item left out counts as full) tells them apart. Where too little
-- could be assessed there is no score.
WITH summed AS (
    SELECT
        l.scheme_code, l.unit_code, l.period,
        sum(l.weight_in_force) FILTER (l.kind NOT IN ('bonus', 'penalty')) AS full_marks,
        coalesce(sum(l.weight) FILTER (l.kind NOT IN ('bonus', 'penalty') AND l.weight_in_force > 0), 0) AS assessed_marks,
        sum(l.points) AS total_points,
        coalesce(sum(l.points) FILTER (l.kind IN ('bonus', 'bonus_cap')), 0) AS bonus,
        list(
            CASE WHEN l.weight_in_force > 0 THEN l.points::DOUBLE / l.weight_in_force ELSE 1 END ORDER BY i.tie_order
        ) FILTER (i.tie_order IS NOT NULL) AS tie
    FROM fct_score_line l
    LEFT JOIN cat_scheme_item i ON i.scheme_code = l.scheme_code AND i.item_code = l.item_code
    GROUP BY l.scheme_code, l.unit_code, l.period
),
grouped AS (
    SELECT s.*, m.group_name, c.name AS scheme_name,
        CASE WHEN s.assessed_marks > 0 AND s.assessed_marks >= c.least_share * c.total THEN s.total_points END AS score,
        m.is_ranked AND score IS NOT NULL AS is_ranked
    FROM summed s
    JOIN cat_scheme c ON c.scheme_code = s.scheme_code
    JOIN cat_scheme_unit m ON m.scheme_code = s.scheme_code AND m.unit_code = s.unit_code
),
placed AS (
    SELECT scheme_code, unit_code, period,
        rank() OVER (PARTITION BY scheme_code, period, group_name ORDER BY score DESC, tie DESC) AS place,
        count(*) OVER (PARTITION BY scheme_code, period, group_name) AS ranked_count
    FROM grouped
    WHERE is_ranked
)
SELECT
    g.scheme_code, g.scheme_name, g.unit_code, g.period, g.group_name, g.score, g.full_marks, g.assessed_marks, g.bonus,
    (SELECT arg_max(b.name, b.at_least) FROM cat_scheme_band b WHERE b.scheme_code = g.scheme_code AND b.at_least <= g.score) AS band,
    p.place AS rank, g.is_ranked, p.ranked_count
FROM grouped g
LEFT JOIN placed p ON p.scheme_code = g.scheme_code AND p.unit_code = g.unit_code AND p.period = g.period
