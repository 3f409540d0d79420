-- Each item of the scheme for each unit: its state, what its full marks are where others were left out, and its points. An item whose
-- matter there was none of, that was not told, or that nobody can tell is treated as the scheme declares; what is not asked is left out.
WITH word AS (
    SELECT map_from_entries(list((code, text))) AS of FROM cat_score_word
),
member AS (
    SELECT m.scheme_code, c.unit_code, c.period
    FROM rpt_quarterly_coverage c
    JOIN cat_period q ON q.period = c.period AND NOT q.is_year
    JOIN cat_scheme_unit m ON m.unit_code = c.unit_code
),
told AS (
    SELECT
        scheme_code, unit_code, period, item_code,
        array_to_string(list_transform(list_sort(list({'term_no': term_no, 'text': text})), lambda one: one.text), '；') AS text,
        CASE
            WHEN bool_or(cause = 'not_reported') THEN 'not_reported'
            WHEN bool_or(cause = 'not_assessable') THEN 'not_assessable'
            WHEN bool_or(cause = 'value') THEN 'scored'
            WHEN bool_or(cause = 'not_applicable') THEN 'not_applicable'
            ELSE 'not_asked'
        END AS state,
        sum(by_event) AS by_event,
        CASE WHEN count(*) = 1 THEN any_value(indicator_code) END AS indicator_code,
        CASE WHEN count(*) = 1 THEN any_value(source) END AS source,
        CASE WHEN count(*) = 1 THEN any_value(numerator) END AS numerator,
        CASE WHEN count(*) = 1 THEN any_value(denominator) END AS denominator,
        CASE WHEN count(*) = 1 THEN any_value(value) END AS value,
        any_value(exact_value) AS exact_value,
        any_value(is_met) AS is_met
    FROM core_score_term
    GROUP BY scheme_code, unit_code, period, item_code
),
stated AS (
    SELECT
        m.scheme_code, m.unit_code, m.period, i.item_code, i.item_order, i.heading, i.name, i.kind, i.weight, i.is_outside, i.full_at,
        i.zero_at, i.rule, i.tie_order, t.indicator_code, t.source, t.numerator, t.denominator, t.value, t.exact_value, t.is_met, t.by_event,
        CASE
            WHEN i.kind <> 'manual' THEN t.state
            WHEN k.points IS NOT NULL OR i.unmarked = 'full' THEN 'scored'
            ELSE 'not_assessable'
        END AS state,
        CASE
            WHEN i.kind <> 'manual' THEN t.text
            WHEN k.points IS NOT NULL THEN
                replace(replace(word.of['marked'], '{mark}', regexp_replace(k.points::VARCHAR, '\.?0+$', '')), '{why}', k.reason)
            ELSE word.of['unmarked_' || i.unmarked]
        END AS text,
        CASE WHEN i.kind = 'manual' THEN coalesce(k.points, CASE i.unmarked WHEN 'full' THEN i.weight END) END AS mark
    FROM member m
    JOIN cat_scheme_item i ON i.scheme_code = m.scheme_code
    CROSS JOIN word
    LEFT JOIN told t
        ON t.scheme_code = m.scheme_code AND t.unit_code = m.unit_code AND t.period = m.period AND t.item_code = i.item_code
    LEFT JOIN cat_mark k
        ON k.scheme_code = m.scheme_code AND k.unit_code = m.unit_code AND k.period = m.period AND k.item_code = i.item_code
),
treated AS (
    SELECT s.*, c.total, c.left_out, c.unit_scale,
        CASE s.state
            WHEN 'not_applicable' THEN c.not_applicable
            WHEN 'not_reported' THEN c.not_reported
            WHEN 'not_assessable' THEN c.not_assessable
            WHEN 'not_asked' THEN 'leave_out'
            ELSE 'count'
        END AS treatment
    FROM stated s
    JOIN cat_scheme c ON c.scheme_code = s.scheme_code
),
-- What is left out goes to the other items of its heading; a heading left out altogether, to all others.
heading AS (
    SELECT scheme_code, unit_code, period, heading, sum(weight) AS heading_weight, sum(weight) FILTER (treatment <> 'leave_out') AS heading_in
    FROM treated
    WHERE NOT is_outside
    GROUP BY scheme_code, unit_code, period, heading
),
whole AS (
    SELECT scheme_code, unit_code, period, sum(heading_weight) FILTER (heading_in > 0) AS live
    FROM heading
    GROUP BY scheme_code, unit_code, period
),
shared AS (
    SELECT t.*, h.heading_weight, h.heading_in, w.live
    FROM treated t
    LEFT JOIN heading h
        ON h.scheme_code = t.scheme_code AND h.unit_code = t.unit_code AND h.period = t.period AND h.heading = t.heading
    LEFT JOIN whole w ON w.scheme_code = t.scheme_code AND w.unit_code = t.unit_code AND w.period = t.period
),
exact AS (
    SELECT *,
        CASE
            WHEN is_outside OR treatment = 'leave_out' THEN 0
            WHEN left_out = 'redistribute' THEN (weight::DOUBLE * heading_weight / heading_in * total / live)
            ELSE weight
        END AS exact_weight
    FROM shared
),
-- Rounded along the running sum, so that the full marks of all items are those of the scheme to the last decimal.
running AS (
    SELECT *, sum(exact_weight) OVER (PARTITION BY scheme_code, unit_code, period ORDER BY item_order) AS upto FROM exact
),
in_force AS (
    SELECT *,
        CASE
            WHEN is_outside THEN weight
            WHEN left_out = 'redistribute' THEN
                ((round(upto::DECIMAL(28, 9) * unit_scale, 0) - round((upto - exact_weight)::DECIMAL(28, 9) * unit_scale, 0))::DOUBLE
                / unit_scale)::DECIMAL(18, 6)
            ELSE exact_weight::DECIMAL(18, 6)
        END AS weight_in_force
    FROM running
),
step AS (
    SELECT s.scheme_code, s.item_code, f.unit_code, f.period, arg_min(s.points, s.step_no) AS points
    FROM in_force f
    JOIN cat_scheme_step s ON s.scheme_code = f.scheme_code AND s.item_code = f.item_code
        AND CASE s.operator WHEN '>=' THEN f.value >= s.bound WHEN '<=' THEN f.value <= s.bound ELSE f.value = s.bound END
    GROUP BY s.scheme_code, s.item_code, f.unit_code, f.period
),
raw AS (
    SELECT f.*,
        CASE
            WHEN f.treatment = 'full' AND NOT f.is_outside THEN f.weight_in_force
            WHEN f.treatment <> 'count' THEN 0
            WHEN f.kind = 'rate' THEN f.weight_in_force
                * greatest(0, least(1, (f.exact_value - f.zero_at::DOUBLE) / (f.full_at - f.zero_at)::DOUBLE))
            WHEN f.kind = 'met' THEN CASE WHEN f.is_met THEN f.weight_in_force ELSE 0 END
            WHEN f.kind = 'steps' THEN coalesce(s.points, 0)::DOUBLE / f.weight * f.weight_in_force
            WHEN f.kind = 'deduct' THEN greatest(f.weight_in_force - f.by_event, 0)
            WHEN f.kind = 'bonus' THEN least(f.weight, f.by_event)
            WHEN f.kind = 'penalty' THEN -least(f.weight, f.by_event)
            ELSE f.mark::DOUBLE / f.weight * f.weight_in_force
        END::DECIMAL(28, 9) AS exact_points
    FROM in_force f
    LEFT JOIN step s ON s.scheme_code = f.scheme_code AND s.item_code = f.item_code AND s.unit_code = f.unit_code AND s.period = f.period
)
-- Half away from zero, as people round; only then is anything added up.
SELECT
    scheme_code, unit_code, period, item_code, item_order, heading, name, kind, weight, weight_in_force, is_outside,
    (round(exact_points * unit_scale, 0)::DOUBLE / unit_scale)::DECIMAL(18, 6) AS points,
    state, treatment, indicator_code, source, numerator, denominator, value, text, rule
FROM raw
