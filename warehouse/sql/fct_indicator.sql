-- A row where an answer is expected, or where a number came. Quarters add up and units add up by numerators and denominators, and only
-- where both are known; a successor's year and its year before hold those of the units merged into it (core_lineage). The district's
-- sums hold the units that are rolled up, and the figures of the site itself.
WITH quarter AS (
    SELECT p.period, p.year, p.quarter, p.starts_on
    FROM cat_period p
    JOIN core_period d ON d.period = p.period
    WHERE NOT p.is_year
),
expected AS (
    SELECT DISTINCT s.indicator_code, s.source, c.unit_code, c.period
    FROM cat_indicator_source s
    JOIN cat_indicator i ON i.indicator_code = s.indicator_code
    JOIN rpt_quarterly_coverage c ON true
    JOIN quarter q ON q.period = c.period
    JOIN dim_unit u ON u.unit_code = c.unit_code
    LEFT JOIN cat_measure_asked a
        ON a.measure_code = i.numerator_code AND a.kind_code = u.kind_code AND a.quarter = q.quarter AND a.since <= q.starts_on
    WHERE s.source IN ('cells', 'ledger') OR (s.source IN ('sheet', 'filings') AND a.measure_code IS NOT NULL)
    UNION
    SELECT s.indicator_code, s.source, m.unit_code, m.period
    FROM cat_indicator_source s
    JOIN cat_indicator i ON i.indicator_code = s.indicator_code
    JOIN fct_measure m ON (m.measure_code = i.numerator_code AND m.source = s.source)
        OR (m.measure_code = i.denominator_code AND m.source = s.denominator_source AND s.source = s.denominator_source)
),
pair AS (
    SELECT
        e.*, i.is_quotient, i.denominator_code, x.aggregation AS numerator_fold, y.aggregation AS denominator_fold,
        n.value AS numerator, d.value AS denominator,
        coalesce(d.value = 0, false) OR (n.value IS NOT NULL AND (i.denominator_code IS NULL OR d.value IS NOT NULL)) AS is_known,
        (n.measure_code IS NOT NULL AND n.value IS NULL) OR (d.measure_code IS NOT NULL AND d.value IS NULL) AS is_open
    FROM expected e
    JOIN cat_indicator i ON i.indicator_code = e.indicator_code
    JOIN cat_indicator_source s ON s.indicator_code = e.indicator_code AND s.source = e.source
    JOIN cat_measure x ON x.measure_code = i.numerator_code
    LEFT JOIN cat_measure y ON y.measure_code = i.denominator_code
    LEFT JOIN fct_measure n
        ON n.measure_code = i.numerator_code AND n.source = s.source AND n.unit_code = e.unit_code AND n.period = e.period
    LEFT JOIN fct_measure d
        ON d.measure_code = i.denominator_code AND d.source = s.denominator_source AND d.unit_code = e.unit_code AND d.period = e.period
),
span AS (
    SELECT period AS at_period, period, 'now' AS span FROM quarter
    UNION ALL
    SELECT q.period, p.period, CASE WHEN p.year = q.year THEN 'year' ELSE 'before' END
    FROM quarter q
    JOIN cat_period p ON NOT p.is_year
        AND ((p.year = q.year AND p.quarter <= q.quarter) OR (p.year = q.year - 1 AND p.quarter = q.quarter))
),
-- Whose row a unit's numbers go into, looked at from a quarter.
body AS (
    SELECT q.period AS at_period, 'now' AS span, u.unit_code, u.unit_code AS body_code, false AS is_district
    FROM quarter q CROSS JOIN dim_unit u
    WHERE u.parent_code IS NOT NULL
    UNION ALL
    SELECT l.period, s.span, l.unit_code, l.head_code, false
    FROM core_lineage l CROSS JOIN (VALUES ('year'), ('before')) AS s (span)
    UNION ALL
    SELECT q.period, s.span, u.unit_code, root.unit_code, true
    FROM quarter q CROSS JOIN (VALUES ('now'), ('year'), ('before')) AS s (span)
    CROSS JOIN dim_unit u
    JOIN dim_unit root ON root.parent_code IS NULL
    WHERE u.is_rolled_up OR u.parent_code IS NULL
),
-- What is judged by its latest state is that of the quarter itself, not the sum of the quarters.
folded AS (
    SELECT
        p.indicator_code, p.source, b.body_code AS unit_code, s.at_period AS period, s.span, b.is_district,
        CASE p.numerator_fold
            WHEN 'max' THEN max(p.numerator)
            WHEN 'last' THEN sum(p.numerator) FILTER (s.span <> 'year' OR p.period = s.at_period)
            ELSE sum(p.numerator)
        END AS numerator,
        CASE p.denominator_fold
            WHEN 'max' THEN max(p.denominator)
            WHEN 'last' THEN sum(p.denominator) FILTER (s.span <> 'year' OR p.period = s.at_period)
            ELSE sum(p.denominator)
        END AS denominator,
        count(DISTINCT p.unit_code) AS units
    FROM pair p
    JOIN span s ON s.period = p.period
    JOIN body b ON b.at_period = s.at_period AND b.span = s.span AND b.unit_code = p.unit_code
    WHERE p.is_known
    GROUP BY p.indicator_code, p.source, b.body_code, s.at_period, s.span, b.is_district, p.numerator_fold, p.denominator_fold
),
quotient AS (
    SELECT f.*, CASE
        WHEN f.denominator = 0 THEN NULL
        WHEN i.is_quotient THEN f.numerator / f.denominator
        ELSE f.numerator
    END::DECIMAL(18, 6) AS value
    FROM folded f
    JOIN cat_indicator i ON i.indicator_code = f.indicator_code
),
shown AS (
    SELECT indicator_code, source, unit_code, period, false AS is_district, numerator, denominator, is_open FROM pair
    WHERE unit_code NOT IN (SELECT unit_code FROM dim_unit WHERE parent_code IS NULL)
    UNION ALL
    SELECT p.indicator_code, p.source, root.unit_code, p.period, true, any_value(n.numerator), any_value(n.denominator), bool_or(p.is_open)
    FROM pair p
    JOIN dim_unit root ON root.parent_code IS NULL
    LEFT JOIN folded n ON n.indicator_code = p.indicator_code AND n.source = p.source AND n.unit_code = root.unit_code
        AND n.period = p.period AND n.span = 'now' AND n.is_district
    GROUP BY p.indicator_code, p.source, root.unit_code, p.period
),
judged AS (
    SELECT
        s.*, i.unit, i.operator, i.judged_over, q.quarter >= i.due_quarter AS is_due, n.units,
        n.value, y.value AS year_value, b.value AS before_value,
        CASE i.judged_over WHEN 'year' THEN y.value ELSE n.value END AS judged_value,
        CASE i.judged_over WHEN 'year' THEN y.numerator ELSE n.numerator END AS judged_numerator,
        i.threshold * CASE
            WHEN NOT i.is_quotient THEN 1 WHEN i.judged_over = 'year' THEN y.denominator ELSE n.denominator END AS wanted
    FROM shown s
    JOIN cat_indicator i ON i.indicator_code = s.indicator_code
    JOIN quarter q ON q.period = s.period
    LEFT JOIN quotient n ON n.indicator_code = s.indicator_code AND n.source = s.source AND n.unit_code = s.unit_code
        AND n.period = s.period AND n.span = 'now' AND n.is_district = s.is_district
    LEFT JOIN quotient y ON y.indicator_code = s.indicator_code AND y.source = s.source AND y.unit_code = s.unit_code
        AND y.period = s.period AND y.span = 'year' AND y.is_district = s.is_district
    LEFT JOIN quotient b ON b.indicator_code = s.indicator_code AND b.source = s.source AND b.unit_code = s.unit_code
        AND b.period = s.period AND b.span = 'before' AND b.is_district = s.is_district
),
verdict AS (
    SELECT *, CASE operator
        WHEN '>=' THEN judged_numerator >= wanted
        WHEN '<=' THEN judged_numerator <= wanted
        WHEN '=' THEN judged_numerator = wanted
    END AS holds
    FROM judged
)
SELECT
    indicator_code, unit_code, period, source, numerator, denominator, value,
    CASE
        WHEN denominator = 0 THEN 'not_applicable'
        WHEN units IS NOT NULL THEN 'value'
        WHEN is_open THEN 'not_assessable'
        ELSE 'not_reported'
    END AS state,
    -- Each unit owes its own number of events: a sum of them over the district says nothing of that. What a year owes may still come.
    CASE
        WHEN judged_value IS NULL OR (is_district AND unit = 'count' AND operator = '>=') THEN NULL
        WHEN judged_over = 'year' AND operator = '>=' AND NOT holds AND NOT is_due THEN NULL
        ELSE holds
    END AS is_met,
    year_value,
    before_value,
    CASE WHEN is_district THEN coalesce(units, 0) END::INTEGER AS units_in
FROM verdict
