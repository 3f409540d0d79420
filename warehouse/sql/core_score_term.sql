-- What each indicator of the scheme says for each unit that owes a report, in a clause; `cause` is why there may be nothing to score.
WITH quarter AS (
    SELECT p.period, p.quarter FROM cat_period p JOIN core_period d ON d.period = p.period WHERE NOT p.is_year
),
word AS (
    SELECT map_from_entries(list((code, text))) AS of FROM cat_score_word
),
member AS (
    SELECT m.scheme_code, c.unit_code, c.period, q.quarter
    FROM rpt_quarterly_coverage c
    JOIN quarter q ON q.period = c.period
    JOIN cat_scheme_unit m ON m.unit_code = c.unit_code
),
looked_up AS (
    SELECT
        m.scheme_code, m.unit_code, m.period, t.item_code, t.term_no, t.indicator_code, t.source, t.each, t.events AS counts, t.judged_over,
        i.name, i.unit, n.unit AS event_unit, CASE i.unit WHEN 'ratio' THEN n.name ELSE i.name END AS event_name, f.numerator, f.denominator, f.is_met, i.is_quotient,
        CASE t.judged_over WHEN 'year' THEN f.year_value ELSE f.value END AS value,
        CASE
            WHEN f.state IS NULL THEN 'not_asked'
            WHEN t.judged_over = 'quarter' THEN f.state
            WHEN f.year_value IS NULL THEN CASE f.state WHEN 'value' THEN 'not_applicable' ELSE f.state END
            WHEN i.judged_over = 'year' AND i.operator = '>=' AND f.is_met IS NULL AND m.quarter < i.due_quarter THEN 'not_due'
            ELSE 'value'
        END AS cause
    FROM member m
    JOIN cat_scheme_term t ON t.scheme_code = m.scheme_code
    JOIN cat_indicator i ON i.indicator_code = t.indicator_code
    JOIN cat_measure n ON n.measure_code = i.numerator_code
    LEFT JOIN fct_indicator f
        ON f.indicator_code = t.indicator_code AND f.unit_code = m.unit_code AND f.period = m.period AND f.source = t.source
),
counted AS (
    SELECT *,
        CASE
            WHEN cause <> 'value' OR each IS NULL THEN NULL
            WHEN counts = 'shortfall' THEN denominator - numerator
            WHEN judged_over = 'year' THEN value
            ELSE numerator
        END AS events
    FROM looked_up
),
-- A figure without the zeros of its scale; a ratio as per cent.
written AS (
    SELECT c.*,
        regexp_replace(numerator::VARCHAR, '\.?0+$', '') AS numerator_text,
        regexp_replace(denominator::VARCHAR, '\.?0+$', '') AS denominator_text,
        regexp_replace(events::VARCHAR, '\.?0+$', '') AS events_text,
        regexp_replace(each::VARCHAR, '\.?0+$', '') AS each_text,
        regexp_replace((events * each)::DECIMAL(18, 6)::VARCHAR, '\.?0+$', '') AS counted_text,
        CASE unit
            WHEN 'ratio' THEN regexp_replace(round(value * 100, 2)::VARCHAR, '\.?0+$', '') || '%'
            ELSE regexp_replace(round(value, 2)::VARCHAR, '\.?0+$', '') || event_unit
        END AS value_text,
        CASE
            WHEN cause <> 'value' THEN cause
            WHEN each IS NOT NULL THEN CASE counts WHEN 'shortfall' THEN 'shortfall' ELSE 'events' END
            WHEN judged_over = 'year' THEN 'year_value'
            ELSE 'value'
        END AS sentence
    FROM counted c
)
SELECT
    w.scheme_code, w.unit_code, w.period, w.item_code, w.term_no, w.indicator_code, w.source, w.cause, w.numerator, w.denominator, w.value,
    -- A quotient of the quarter by its two numbers: the published value is rounded to six places.
    CASE WHEN w.is_quotient AND w.judged_over = 'quarter'
        THEN w.numerator::DOUBLE / nullif(w.denominator, 0)::DOUBLE ELSE w.value::DOUBLE END AS exact_value,
    w.is_met, w.events * w.each AS by_event,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(
        word.of[w.sentence],
        '{fraction}', CASE WHEN w.is_quotient AND w.judged_over = 'quarter'
            THEN coalesce(
                replace(replace(word.of['fraction'], '{numerator}', w.numerator_text), '{denominator}', w.denominator_text), '')
            ELSE '' END),
        '{source}', word.of['source.' || w.source]), '{value}', coalesce(w.value_text, '')), '{events}', coalesce(w.events_text, '')),
        '{unit}', w.event_unit), '{each}', coalesce(w.each_text, '')), '{counted}', coalesce(w.counted_text, '')),
        '{verb}', coalesce(word.of['verb.' || i.kind], '')),
        '{name}', CASE w.sentence WHEN 'events' THEN w.event_name ELSE w.name END) AS text
FROM written w
JOIN cat_scheme_item i ON i.scheme_code = w.scheme_code AND i.item_code = w.item_code
CROSS JOIN word
