-- The tallies of units and of the district, quarters and years, and what follows from them. Items of units that the register does not
-- know are the district's all the same.
WITH tally AS (
    SELECT t.*, m.aggregation, t.period NOT LIKE '%Q%' AS is_year, left(t.period, 4) AS year
    FROM core_portal_tally t
    JOIN cat_portal_metric m ON m.metric_code = t.metric_code
),
year_of AS (
    SELECT
        metric_code, aggregation, unit_code, year AS period,
        CASE aggregation WHEN 'last' THEN arg_max_null(numerator, period) ELSE sum(numerator) END AS numerator,
        CASE aggregation WHEN 'last' THEN arg_max_null(denominator, period) ELSE sum(denominator) END AS denominator,
        count(*) = 4 AND bool_and(is_complete) AS is_complete,
        string_agg(DISTINCT source, '、' ORDER BY source) AS source
    FROM tally t
    WHERE NOT is_year
    GROUP BY metric_code, aggregation, unit_code, year
),
every AS (
    SELECT metric_code, unit_code, period, numerator, denominator, is_complete, source FROM tally
    UNION ALL
    SELECT y.metric_code, y.unit_code, y.period, y.numerator, y.denominator, y.is_complete, y.source
    FROM year_of y
    ANTI JOIN tally t ON t.metric_code = y.metric_code AND t.unit_code IS NOT DISTINCT FROM y.unit_code AND t.period = y.period
),
scoped AS (
    SELECT 'own' AS scope, metric_code, unit_code, period, sum(numerator) AS numerator, sum(denominator) AS denominator,
           bool_and(is_complete) AS is_complete, string_agg(DISTINCT source, '、' ORDER BY source) AS source
    FROM every
    WHERE unit_code IS NOT NULL
    GROUP BY metric_code, unit_code, period
    UNION ALL
    SELECT 'aggregate', e.metric_code, root.unit_code, e.period, sum(e.numerator), sum(e.denominator),
           bool_and(e.is_complete), string_agg(DISTINCT e.source, '、' ORDER BY e.source)
    FROM every e
    JOIN cat_unit root ON root.parent IS NULL
    GROUP BY e.metric_code, root.unit_code, e.period
),
ratio AS (
    SELECT n.scope, m.metric_code, n.unit_code, n.period, n.numerator, d.numerator AS denominator,
           n.is_complete AND d.is_complete AS is_complete,
           CASE WHEN n.source = d.source THEN n.source ELSE n.source || '、' || d.source END AS source
    FROM cat_portal_metric m
    JOIN scoped n ON n.metric_code = m.numerator_code
    JOIN scoped d ON d.metric_code = m.denominator_code AND d.scope = n.scope AND d.unit_code = n.unit_code AND d.period = n.period
)
SELECT
    metric_code,
    scope,
    unit_code,
    period,
    CASE WHEN m.is_quotient THEN s.numerator / nullif(s.denominator, 0) ELSE s.numerator END AS value,
    s.numerator,
    s.denominator,
    is_complete,
    source
FROM scoped s
JOIN cat_portal_metric m USING (metric_code)
UNION ALL
SELECT metric_code, scope, unit_code, period, numerator / nullif(denominator, 0), numerator, denominator, is_complete, source
FROM ratio
