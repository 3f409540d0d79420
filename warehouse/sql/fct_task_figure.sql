-- Who holds the task at the quarter's end, with what counts: its own figures, and those of the units that it took the task over from
-- (but not through a split, whose figures nobody can divide). Counts of a year add up; of days, and of what is asked event by event, the
-- worst stands. Without an event (a denominator of 0) there is nothing to judge.
WITH RECURSIVE lineage AS (
    SELECT DISTINCT unit_code, unit_code AS member_code FROM cat_task_unit
    UNION
    SELECT l.unit_code, s.unit_code
    FROM lineage l
    JOIN cat_succession s ON s.successor_code = l.member_code AND s.successor_count = 1
),
asked AS (
    SELECT
        i.*, i.unit IN ('days', 'working_days') OR (i.period = 'event' AND i.unit <> 'ratio') AS is_worst,
        u.unit_code, u.starts_on, p.period AS quarter_period, p.quarter, p.year
    FROM cat_task_indicator i
    JOIN cat_task t ON t.document = i.document AND t.task_id = i.task_id
    JOIN cat_task_unit u ON u.document = i.document AND u.task_id = i.task_id
    JOIN cat_period p ON p.year = t.year AND NOT p.is_year AND u.starts_on <= p.ends_on
    JOIN core_period d ON d.period = p.period
    WHERE (u.ends_on IS NULL OR u.ends_on >= p.ends_on)
        AND (i.asked IS NULL OR EXISTS (
            SELECT 1 FROM cat_task_asked k
            WHERE k.document = i.document AND k.task_id = i.task_id AND k.indicator_code = i.indicator_code AND k.unit_code = u.unit_code
        ))
),
counting AS MATERIALIZED (
    SELECT f.*, q.quarter, q.year
    FROM core_task_figure f
    JOIN core_submission s ON s.submission_id = f.submission_id AND s.status IN ('accepted', 'nil')
    JOIN cat_period q ON q.period = f.period
    JOIN cat_task_indicator i ON i.document = f.document AND i.task_id = f.task_id AND i.indicator_code = f.indicator_code
    WHERE CASE WHEN i.unit = 'ratio' THEN f.numerator IS NOT NULL AND f.denominator IS NOT NULL
        ELSE f.numerator IS NOT NULL OR (i.has_denominator AND f.denominator = 0) END
    QUALIFY row_number() OVER (
        PARTITION BY f.unit_code, f.period, f.document, f.task_id, f.indicator_code ORDER BY f.scope = 'own' DESC, f.submission_id DESC
    ) = 1
),
-- Each figure for everyone that it speaks for, before quarters multiply it.
heard AS MATERIALIZED (
    SELECT u.unit_code AS holder_code, c.*
    FROM counting c
    JOIN cat_task_unit m ON m.document = c.document AND m.task_id = c.task_id AND m.unit_code = c.unit_code
    JOIN lineage l ON l.member_code = m.unit_code
    JOIN cat_task_unit u ON u.document = m.document AND u.task_id = m.task_id AND u.unit_code = l.unit_code
        AND (u.unit_code = m.unit_code OR m.ends_on < u.starts_on)
),
told AS (
    SELECT
        a.document, a.task_id, a.indicator_code, a.unit_code, a.quarter_period,
        CASE
            WHEN NOT any_value(a.is_worst) THEN sum(c.numerator)
            WHEN any_value(a.operator) = '>=' THEN min(c.numerator)
            ELSE max(c.numerator)
        END::DECIMAL(18, 6) AS numerator,
        CASE WHEN any_value(a.unit = 'ratio' OR a.has_denominator) THEN sum(c.denominator) END::DECIMAL(18, 6) AS denominator,
        arg_max(c, (c.quarter, c.unit_code = a.unit_code)) AS latest
    FROM asked a
    JOIN heard c ON c.holder_code = a.unit_code
        AND c.document = a.document AND c.task_id = a.task_id AND c.indicator_code = a.indicator_code
        AND c.year = a.year AND (c.quarter = a.quarter OR (a.period = 'year' AND c.quarter < a.quarter))
    GROUP BY a.document, a.task_id, a.indicator_code, a.unit_code, a.quarter_period
),
judged AS (
    SELECT a.*, t.numerator, t.denominator, t.latest, a.threshold * CASE WHEN a.unit = 'ratio' THEN t.denominator ELSE 1 END AS wanted
    FROM asked a
    LEFT JOIN told t ON t.document = a.document AND t.task_id = a.task_id AND t.indicator_code = a.indicator_code
        AND t.unit_code = a.unit_code AND t.quarter_period = a.quarter_period
)
SELECT
    document, task_id, indicator_code, unit_code, quarter_period AS period, numerator, denominator,
    CASE WHEN denominator = 0 THEN NULL WHEN unit = 'ratio' THEN numerator / denominator ELSE numerator END::DECIMAL(18, 6) AS value,
    CASE
        WHEN denominator = 0 THEN 'no_events'
        WHEN numerator IS NULL THEN 'not_reported'
        WHEN CASE operator WHEN '>=' THEN numerator >= wanted WHEN '<=' THEN numerator <= wanted ELSE numerator = wanted END THEN 'met'
        ELSE 'not_met'
    END AS verdict,
    latest.submission_id AS submission_id,
    latest.sheet AS sheet,
    latest.numerator_address AS address
FROM judged
