-- A task reported done whose own figures do not meet its requirement. Counts of a year add up; of days, and of what is asked event by
-- event, the worst stands. Without an event (a denominator of 0) there is nothing to meet.
WITH asked AS (
    SELECT
        t.submission_id, t.row_no, t.sheet, t.address, t.status_text, s.unit_code, p.year, p.starts_on,
        i.document, i.task_id, i.indicator_code, i.name, i.operator, i.threshold, i.unit, i.period, i.requirement, i.has_denominator
    FROM check_task AS t
    JOIN check_submission AS s ON s.submission_id = t.submission_id
    JOIN cat_period AS p ON p.period = s.period
    JOIN cat_task_indicator AS i ON i.document = t.document AND i.task_id = t.task_id
    WHERE t.status = 'done'
),
given AS (
    SELECT a.submission_id, a.document, a.task_id, a.indicator_code, f.numerator, f.denominator
    FROM asked AS a
    JOIN check_task_figure AS f
        ON f.submission_id = a.submission_id AND f.document = a.document AND f.task_id = a.task_id AND f.indicator_code = a.indicator_code
    UNION ALL
    SELECT a.submission_id, a.document, a.task_id, a.indicator_code, c.numerator, c.denominator
    FROM asked AS a
    JOIN counting_task_figure AS c
        ON c.unit_code = a.unit_code AND c.document = a.document AND c.task_id = a.task_id AND c.indicator_code = a.indicator_code
    JOIN cat_period AS q ON q.period = c.period AND q.year = a.year AND q.ends_on < a.starts_on
    WHERE a.period = 'year'
),
told AS (
    SELECT
        a.*,
        max(g.numerator) AS most, min(g.numerator) AS least, sum(g.numerator) AS total, sum(g.denominator) AS whole
    FROM asked AS a
    LEFT JOIN given AS g
        ON g.submission_id = a.submission_id AND g.document = a.document AND g.task_id = a.task_id
        AND g.indicator_code = a.indicator_code AND g.numerator IS NOT NULL AND (a.unit <> 'ratio' OR g.denominator IS NOT NULL)
    GROUP BY ALL
),
compared AS (
    SELECT
        *,
        CASE
            WHEN unit NOT IN ('days', 'working_days') AND (period <> 'event' OR unit = 'ratio') THEN total
            WHEN operator = '>=' THEN least
            ELSE most
        END::DECIMAL(18, 6) AS numerator,
        CASE WHEN unit = 'ratio' OR (has_denominator AND whole = 0) THEN whole ELSE 1 END::DECIMAL(18, 6) AS denominator
    FROM told
)
SELECT
    '$rule_id' AS rule_id,
    submission_id,
    'task:' || row_no || ' ' || indicator_code AS check_key,
    CASE
        WHEN numerator IS NULL OR denominator IS NULL OR denominator = 0 THEN 'not_assessable'
        WHEN CASE operator
            WHEN '>=' THEN numerator >= threshold * denominator
            WHEN '<=' THEN numerator <= threshold * denominator
            ELSE numerator = threshold * denominator
        END THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    threshold AS expected,
    (numerator / nullif(denominator, 0))::DECIMAL(18, 6) AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    sheet, address, status_text AS text,
    '任务“' || task_id || '”报“已完成”，指标“' || name || '”要求' || requirement || '，按所填数据为 '
        || CASE
            WHEN denominator = 0 THEN NULL
            WHEN unit = 'ratio' THEN printf('%g', round(100 * (numerator / nullif(denominator, 0))::DOUBLE, 2)) || '%'
            ELSE printf('%g', numerator::DOUBLE)
        END AS detail
FROM compared
