-- Numerators and denominators by unit and quarter. A column that is watched gives a true zero to every unit that published nothing in
-- it; before the first day that it is watched from, and after the last good fetch, nothing is known and there is no row.
WITH good AS (
    SELECT source, max(fetched_at)::DATE AS last_on FROM stg_portal_fetch WHERE outcome = 'good' GROUP BY source
),
watched AS (
    SELECT s.source, s.item_kind, s.unit_code, s.update_days, coalesce(s.since, min(i.published_on), g.last_on) AS from_on, g.last_on
    FROM stg_portal_source s
    JOIN good g ON g.source = s.source
    LEFT JOIN stg_portal_item i ON i.source = s.source
    WHERE s.item_kind IS NOT NULL
    GROUP BY s.source, s.item_kind, s.unit_code, s.update_days, s.since, g.last_on
),
kind AS (
    SELECT
        w.item_kind,
        -- Columns that list all they have begin with their oldest item; declared days bind the whole kind.
        coalesce(max(s.since), min(w.from_on)) AS from_on,
        max(s.since) AS since,
        min(w.last_on) AS last_on,
        string_agg(w.source, '、' ORDER BY w.source) AS source
    FROM watched w
    JOIN stg_portal_source s ON s.source = w.source
    GROUP BY w.item_kind
),
kind_quarter AS (
    SELECT
        item_kind,
        source,
        day::DATE AS starts_on,
        (day + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS ends_on,
        year(day) || 'Q' || quarter(day) AS period,
        coalesce(since <= day, true) AND ends_on <= last_on AS is_complete
    FROM kind, generate_series(date_trunc('quarter', from_on), date_trunc('quarter', last_on), INTERVAL 3 MONTH) AS quarters (day)
),
expected AS (
    SELECT k.item_kind, k.period, k.is_complete, k.source, u.unit_code
    FROM kind_quarter k
    JOIN cat_unit u ON u.valid_from <= k.ends_on AND coalesce(u.valid_to >= k.starts_on, true)
    UNION ALL
    SELECT DISTINCT k.item_kind, k.period, k.is_complete, k.source, NULL
    FROM kind_quarter k
    JOIN core_portal_item i ON i.item_kind = k.item_kind AND i.quarter = k.period AND i.unit_code IS NULL
),
counted AS (
    SELECT
        e.item_kind,
        e.period,
        e.is_complete,
        e.source,
        e.unit_code,
        count(i.url) AS items,
        count(i.url) FILTER (i.is_normative) AS normative,
        count(i.interpreted_on) AS interpreted,
        count(i.interpreted_on) FILTER (i.is_normative) AS normative_interpreted,
        sum(i.interpreted_on - i.published_on) AS days
    FROM expected e
    LEFT JOIN core_portal_item i
        ON i.item_kind = e.item_kind AND i.quarter = e.period AND i.unit_code IS NOT DISTINCT FROM e.unit_code
    GROUP BY e.item_kind, e.period, e.is_complete, e.source, e.unit_code
),
-- A share of the interpreted needs both kinds of columns to be watched.
interpreting AS (SELECT EXISTS (SELECT 1 FROM kind WHERE item_kind = 'interpretation') AS is_watched),
of_item AS (
    SELECT 'documents_published' AS metric_code, items AS numerator, NULL AS denominator, * FROM counted WHERE item_kind = 'policy_document'
    UNION ALL
    SELECT 'normative_published', normative, NULL, * FROM counted WHERE item_kind = 'policy_document'
    UNION ALL
    SELECT 'interpretations_published', items, NULL, * FROM counted WHERE item_kind = 'interpretation'
    UNION ALL
    SELECT 'notices_published', items, NULL, * FROM counted WHERE item_kind = 'notice'
    UNION ALL
    SELECT 'normative_interpreted_ratio', normative_interpreted, normative, c.* FROM counted c, interpreting
    WHERE item_kind = 'policy_document' AND is_watched
    UNION ALL
    SELECT 'interpretation_days', coalesce(days, 0), interpreted, c.* FROM counted c, interpreting
    WHERE item_kind = 'policy_document' AND is_watched
),
column_quarter AS (
    SELECT
        w.source,
        w.unit_code,
        w.update_days,
        year(day) || 'Q' || quarter(day) AS period,
        w.from_on,
        least((day + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE, w.last_on) AS as_of,
        (day + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE <= w.last_on AS is_complete
    FROM watched w, generate_series(date_trunc('quarter', w.from_on), date_trunc('quarter', w.last_on), INTERVAL 3 MONTH) AS quarters (day)
    WHERE w.update_days IS NOT NULL
),
column_age AS (
    SELECT c.source, c.unit_code, c.period, c.is_complete,
           c.as_of - coalesce(max(i.published_on), c.from_on) > c.update_days AS is_stale
    FROM column_quarter c
    LEFT JOIN stg_portal_item i ON i.source = c.source AND i.published_on <= c.as_of
    GROUP BY c.source, c.unit_code, c.period, c.is_complete, c.as_of, c.from_on, c.update_days
),
month_figure AS (
    SELECT f.*, m.aggregation, left(f.period, 4) || 'Q' || ((right(f.period, 2)::INTEGER + 2) // 3) AS quarter
    FROM stg_portal_figure f
    JOIN cat_portal_metric m ON m.metric_code = f.metric_code
    WHERE f.period LIKE '____-__'
),
of_months AS (
    SELECT
        metric_code, unit_code, quarter AS period, source,
        CASE aggregation WHEN 'last' THEN arg_max_null(value, period) ELSE sum(value) END AS numerator,
        CASE aggregation
            WHEN 'last' THEN (right(max(period), 2)::INTEGER % 3 = 0 AND arg_max_null(value, period) IS NOT NULL)
            ELSE count(DISTINCT period) FILTER (value IS NOT NULL) = 3
        END AS is_complete
    FROM month_figure
    GROUP BY metric_code, unit_code, quarter, source, aggregation
),
given AS (
    SELECT metric_code, unit_code, period, source, sum(value) AS numerator, bool_and(value IS NOT NULL) AS is_complete
    FROM stg_portal_figure
    WHERE period NOT LIKE '____-__'
    GROUP BY metric_code, unit_code, period, source
),
report AS (
    SELECT *, max(version) OVER (PARTITION BY feed) - 1 AS changes FROM stg_portal_report QUALIFY is_latest
),
differing AS (
    SELECT r.unit_code, r.period, r.source, count(*) FILTER (c.value <> p.value) AS cells, count(*) AS compared
    FROM report r
    JOIN stg_portal_report_cell p ON p.feed = r.feed
    JOIN core_cell c
        ON c.unit_code = r.unit_code AND c.period = r.period AND c.form_code = 'annual' AND c.scope = 'own' AND c.cell_code = p.cell_code
    WHERE c.value IS NOT NULL AND p.value IS NOT NULL
    GROUP BY r.unit_code, r.period, r.source
)
SELECT metric_code, unit_code, period, numerator, denominator, is_complete, source FROM of_item
UNION ALL
SELECT 'columns_without_update', unit_code, period, count(*) FILTER (is_stale), count(*), bool_and(is_complete),
       string_agg(source, '、' ORDER BY source)
FROM column_age
GROUP BY unit_code, period
UNION ALL
SELECT metric_code, unit_code, period, numerator, NULL, is_complete, source FROM given
UNION ALL
-- Where a source gives the quarter itself, its months need not be added up.
SELECT m.metric_code, m.unit_code, m.period, m.numerator, NULL, m.is_complete, m.source
FROM of_months m
ANTI JOIN given g ON g.metric_code = m.metric_code AND g.unit_code IS NOT DISTINCT FROM m.unit_code AND g.period = m.period
UNION ALL
SELECT 'report_days_late', unit_code, period, greatest(published_on - due_on, 0), NULL, true, source
FROM report
WHERE published_on IS NOT NULL AND due_on IS NOT NULL
UNION ALL
SELECT 'report_changes', unit_code, period, changes, NULL, true, source FROM report
UNION ALL
SELECT 'report_cells_differing', unit_code, period, cells, compared, true, source FROM differing
