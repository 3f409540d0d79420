-- Each item of the scheme for each unit with its reason, and lines that are no items (折算、封顶、保底) and make the sum the score.
WITH word AS (
    SELECT map_from_entries(list((code, text))) AS of FROM cat_score_word
),
total AS (
    SELECT
        r.scheme_code, r.unit_code, r.period, any_value(c.total) AS total, any_value(c.bonus_cap) AS bonus_cap,
        any_value(c.unit_scale) AS unit_scale, any_value(c.left_out) AS left_out, max(r.item_order) AS last_order,
        sum(r.weight_in_force) FILTER (NOT r.is_outside) AS full_marks,
        sum(r.points) FILTER (NOT r.is_outside) AS base,
        coalesce(sum(r.points) FILTER (r.kind = 'bonus'), 0) AS bonus,
        coalesce(sum(r.points) FILTER (r.kind = 'penalty'), 0) AS penalty
    FROM core_score_item r
    JOIN cat_scheme c ON c.scheme_code = r.scheme_code
    GROUP BY r.scheme_code, r.unit_code, r.period
),
closing AS (
    SELECT *,
        CASE WHEN left_out = 'reduce' AND full_marks > 0 AND full_marks < total
            THEN (round((base::DOUBLE * total / full_marks)::DECIMAL(28, 9) * unit_scale, 0)::DOUBLE / unit_scale)::DECIMAL(18, 6) - base
        END AS scaling,
        CASE WHEN bonus > bonus_cap THEN bonus_cap - bonus END AS over_cap
    FROM total
),
floored AS (
    SELECT *, base + coalesce(scaling, 0) + bonus + coalesce(over_cap, 0) + penalty AS before_floor FROM closing
),
ending AS (
    SELECT
        f.scheme_code, f.unit_code, f.period, e.line, f.last_order + e.step AS item_order, e.points,
        replace(replace(replace(replace(replace(word.of[e.line],
            '{full_marks}', regexp_replace(f.full_marks::DECIMAL(18, 6)::VARCHAR, '\.?0+$', '')),
            '{points}', regexp_replace(e.of_points::DECIMAL(18, 6)::VARCHAR, '\.?0+$', '')),
            '{total}', regexp_replace(f.total::VARCHAR, '\.?0+$', '')),
            '{scaled}', regexp_replace((e.of_points + e.points)::DECIMAL(18, 6)::VARCHAR, '\.?0+$', '')),
            '{cap}', coalesce(regexp_replace(f.bonus_cap::VARCHAR, '\.?0+$', ''), '')) AS reason,
        word.of[e.line || '_name'] AS name
    FROM floored f
    CROSS JOIN word,
        LATERAL (VALUES
            ('scaling', 1, f.scaling, f.base),
            ('bonus_cap', 2, f.over_cap, f.bonus),
            ('floor', 3, CASE WHEN f.before_floor < 0 THEN -f.before_floor END, f.before_floor)
        ) AS e (line, step, points, of_points)
    WHERE e.points IS NOT NULL
),
concluded AS (
    SELECT i.*,
        CASE
            WHEN i.treatment = 'count' THEN CASE i.kind WHEN 'bonus' THEN 'added' WHEN 'penalty' THEN 'taken' ELSE 'scored' END
            WHEN i.is_outside THEN 'outside'
            WHEN i.treatment = 'leave_out' THEN c.left_out
            ELSE i.treatment
        END AS conclusion
    FROM core_score_item i
    JOIN cat_scheme c ON c.scheme_code = i.scheme_code
)
SELECT
    i.scheme_code, i.unit_code, i.period, i.item_code, i.item_order, i.heading, i.name, i.kind, i.weight, i.weight_in_force, i.points, i.state,
    i.indicator_code, i.source, i.numerator, i.denominator, i.value,
    i.text || '；' || i.rule
        || CASE WHEN i.weight_in_force <> i.weight AND i.weight_in_force > 0
            THEN replace(replace(word.of['adjusted'], '{weight}', regexp_replace(i.weight::VARCHAR, '\.?0+$', '')),
                '{in_force}', regexp_replace(round(i.weight_in_force, 2)::VARCHAR, '\.?0+$', ''))
            ELSE '' END
        || '；' || replace(replace(replace(word.of[i.conclusion], '{points}', regexp_replace(abs(i.points)::VARCHAR, '\.?0+$', '')),
            '{weight}', regexp_replace(i.weight::VARCHAR, '\.?0+$', '')), '{state}', word.of['state.' || CASE WHEN i.kind = 'manual' AND i.state = 'not_assessable' THEN 'not_marked' ELSE i.state END]) AS reason
FROM concluded i
CROSS JOIN word
UNION ALL
SELECT
    scheme_code, unit_code, period, line, item_order, NULL, name, line, NULL, NULL, points::DECIMAL(18, 6), 'scored', NULL, NULL, NULL, NULL,
    NULL, reason
FROM ending
