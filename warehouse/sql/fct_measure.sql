-- Each number of a unit in a quarter, from each source that gives it. A blank is no number and has no row; a number that can't be told
-- (a date that was not understood, a year without a calendar) has a row without a value.
WITH counting AS (
    SELECT submission_id, sha256, unit_code, period, status
    FROM core_submission
    WHERE form_code = 'quarter' AND scope = 'own' AND status IN ('accepted', 'nil')
),
of_cells AS (
    SELECT
        m.measure_code, c.unit_code, c.period, 'cells' AS source, sum(c.value) AS value, max(c.submission_id) AS submission_id,
        CASE WHEN count(*) = 1 THEN any_value(c.sheet) END AS sheet, CASE WHEN count(*) = 1 THEN any_value(c.address) END AS address
    FROM core_cell c
    JOIN cat_measure_source m ON m.source = 'cells' AND m.edition = c.edition AND m.item = c.cell_code
    WHERE c.form_code = 'quarter' AND c.scope = 'own'
    GROUP BY m.measure_code, c.unit_code, c.period
    HAVING count(c.value) = any_value(m.item_count)
),
-- Who ticked 零报送 has confirmed the zeros that were left blank.
of_sheet AS (
    SELECT t.measure_code, s.unit_code, s.period, 'sheet' AS source, coalesce(t.value, 0) AS value, s.submission_id, t.sheet, t.address
    FROM stg_metric t
    JOIN counting s ON s.sha256 = t.sha256
    JOIN cat_measure m ON m.measure_code = t.measure_code AND m.question IS NOT NULL
    WHERE t.state IN ('number', 'zero') OR (t.state = 'blank' AND s.status = 'nil')
    QUALIFY row_number() OVER (PARTITION BY s.submission_id, t.measure_code ORDER BY t.row_no) = 1
),
-- A list without documents says that there were none only where the unit says so.
listing AS (
    SELECT submission_id, unit_code, period FROM counting
    WHERE submission_id IN (SELECT submission_id FROM core_filing)
        OR submission_id IN (
            SELECT o.submission_id FROM of_sheet o
            JOIN cat_measure_source m ON m.measure_code = o.measure_code AND m.source = 'filings' AND m.item = 'is_listed'
            WHERE o.value = 0
        )
),
field AS (
    UNPIVOT (
        SELECT
            submission_id, row_no, is_listed::DECIMAL(18, 6) AS is_listed, is_open::DECIMAL(18, 6) AS is_open,
            is_normative::DECIMAL(18, 6) AS is_normative, is_interpreted::DECIMAL(18, 6) AS is_interpreted,
            is_filed::DECIMAL(18, 6) AS is_filed, is_pushed::DECIMAL(18, 6) AS is_pushed, has_service::DECIMAL(18, 6) AS has_service,
            is_online::DECIMAL(18, 6) AS is_online, ways_count, interpretation_days::DECIMAL(18, 6) AS interpretation_days,
            filed_working_days::DECIMAL(18, 6) AS filed_working_days, online_working_days::DECIMAL(18, 6) AS online_working_days
        FROM core_filing
    )
    ON COLUMNS(* EXCLUDE (submission_id, row_no)) INTO NAME item VALUE number
),
-- A condition that is known to fail settles the matter; else one that is not known leaves it open.
document AS (
    SELECT
        m.measure_code, f.submission_id, f.row_no,
        CASE
            WHEN bool_or(NOT CASE m.operator
                WHEN '>=' THEN d.number >= m.threshold WHEN '<=' THEN d.number <= m.threshold ELSE d.number = m.threshold END) THEN false
            WHEN count(d.number) < count(*) THEN NULL
            ELSE true
        END AS holds
    FROM core_filing f
    CROSS JOIN (SELECT * FROM cat_measure_source WHERE source = 'filings') m
    LEFT JOIN field d ON d.submission_id = f.submission_id AND d.row_no = f.row_no AND d.item = m.item
    GROUP BY m.measure_code, f.submission_id, f.row_no
),
of_filings AS (
    SELECT
        m.measure_code, s.unit_code, s.period, 'filings' AS source,
        CASE WHEN count(d.holds) = count(d.row_no) THEN count(*) FILTER (d.holds) END AS value, s.submission_id,
        any_value(f.sheet) AS sheet, NULL AS address
    FROM listing s
    CROSS JOIN (SELECT DISTINCT measure_code FROM cat_measure_source WHERE source = 'filings') m
    LEFT JOIN document d ON d.submission_id = s.submission_id AND d.measure_code = m.measure_code
    LEFT JOIN core_filing f ON f.submission_id = d.submission_id AND f.row_no = d.row_no
    GROUP BY m.measure_code, s.unit_code, s.period, s.submission_id
),
of_portal AS (
    SELECT m.measure_code, p.unit_code, p.period, 'portal' AS source,
           CASE m.part WHEN 'denominator' THEN p.denominator ELSE p.numerator END AS value, NULL, NULL, NULL
    FROM fct_portal_metric p
    JOIN cat_measure_source m ON m.source = 'portal' AND m.item = p.metric_code
    JOIN cat_period q ON q.period = p.period AND NOT q.is_year
    WHERE p.scope = 'own' AND CASE m.part WHEN 'denominator' THEN p.denominator ELSE p.numerator END IS NOT NULL
),
event AS (
    SELECT c.unit_code, c.period, 'ledger' AS source, happened.item, happened.value
    FROM rpt_quarterly_coverage c
    JOIN cat_period q ON q.period = c.period AND NOT q.is_year,
        LATERAL (VALUES
            ('due', 1),
            ('on_time', CASE WHEN NOT c.is_in THEN 0 WHEN c.is_late IS NOT NULL THEN (NOT c.is_late)::INTEGER END),
            ('returned', c.returned_count)
        ) AS happened (item, value)
    UNION ALL
    SELECT t.unit_code, t.period, 'tasks', happened.item, count(*) FILTER (happened.holds)
    FROM fct_task_progress t,
        LATERAL (VALUES
            ('due', t.is_past_due AND t.status <> 'not_applicable'),
            ('done', t.is_past_due AND t.status = 'done')
        ) AS happened (item, holds)
    GROUP BY t.unit_code, t.period, happened.item
    UNION ALL
    -- An address that a unit gives in several places is one link.
    SELECT l.unit_code, l.period, 'links', happened.item, count(DISTINCT l.url) FILTER (happened.holds)
    FROM fct_link l,
        LATERAL (VALUES
            ('checked', l.state <> 'unchecked'),
            ('dead', l.was_dead)
        ) AS happened (item, holds)
    GROUP BY l.unit_code, l.period, happened.item
),
of_events AS (
    SELECT m.measure_code, e.unit_code, e.period, e.source, e.value, NULL, NULL, NULL
    FROM event e
    JOIN cat_measure_source m ON m.source = e.source AND m.item = e.item
)
SELECT measure_code, unit_code, period, source, value, submission_id, sheet, address FROM of_cells
UNION ALL SELECT * FROM of_sheet
UNION ALL SELECT * FROM of_filings
UNION ALL SELECT * FROM of_portal
UNION ALL SELECT * FROM of_events
