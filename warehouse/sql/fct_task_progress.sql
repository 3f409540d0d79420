-- Who holds the task at the quarter's end, and the answer that stands then: the quarter's own, or else a last one that said done. A unit
-- that took the task over has the answers of the one before it, the less favourable where there were several.
WITH RECURSIVE lineage AS (
    SELECT DISTINCT unit_code, unit_code AS member_code FROM cat_task_unit
    UNION
    SELECT l.unit_code, s.unit_code
    FROM lineage l
    JOIN cat_succession s ON s.successor_code = l.member_code
),
holder AS (
    SELECT
        u.*, t.recurs, p.period, p.quarter, p.year, p.ends_on AS quarter_ends_on,
        CASE WHEN t.recurs = 'quarter' THEN p.ends_on ELSE t.due_on END AS due_on
    FROM cat_task_unit u
    JOIN cat_task t ON t.document = u.document AND t.task_id = u.task_id
    JOIN cat_period p ON p.year = t.year AND NOT p.is_year AND u.starts_on <= p.ends_on
    JOIN core_period d ON d.period = p.period
    WHERE u.ends_on IS NULL OR u.ends_on >= p.ends_on
),
counting AS MATERIALIZED (
    SELECT a.submission_id, a.unit_code, a.document, a.task_id, a.status, q.quarter, q.year
    FROM core_task a
    JOIN core_submission s ON s.submission_id = a.submission_id AND s.status IN ('accepted', 'nil')
    JOIN cat_period q ON q.period = a.period
    WHERE a.status IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY a.unit_code, a.period, a.document, a.task_id ORDER BY a.scope = 'own' DESC, a.submission_id DESC
    ) = 1
),
-- Each answer for everyone that it speaks for, before quarters multiply it: the other way round, every unit meets every answer.
heard AS MATERIALIZED (
    SELECT u.unit_code AS holder_code, c.*
    FROM counting c
    JOIN cat_task_unit m ON m.document = c.document AND m.task_id = c.task_id AND m.unit_code = c.unit_code
    JOIN lineage l ON l.member_code = m.unit_code
    JOIN cat_task_unit u ON u.document = m.document AND u.task_id = m.task_id AND u.unit_code = l.unit_code
        AND (u.unit_code = m.unit_code OR m.ends_on < u.starts_on)
),
ranked AS (
    SELECT
        h.document, h.task_id, h.unit_code, h.period, h.quarter,
        arg_max(
            {'submission_id': c.submission_id, 'status': c.status, 'quarter': c.quarter},
            (c.quarter, c.unit_code = h.unit_code, c.status <> 'done', -c.submission_id)
        ) AS answer
    FROM holder h
    JOIN heard c ON c.holder_code = h.unit_code AND c.document = h.document AND c.task_id = h.task_id
        AND c.year = h.year AND (c.quarter = h.quarter OR (h.recurs IS NULL AND c.quarter < h.quarter))
    GROUP BY h.document, h.task_id, h.unit_code, h.period, h.quarter
),
latest AS (
    SELECT document, task_id, unit_code, period, answer.submission_id AS submission_id
    FROM ranked
    WHERE answer.quarter = quarter OR answer.status = 'done'
),
disputed AS (
    SELECT DISTINCT document, task_id, unit_code, period FROM fct_task_figure WHERE verdict = 'not_met'
),
standing AS (
    SELECT
        h.document, h.task_id, h.unit_code, h.period, h.role, h.due_on, h.quarter_ends_on,
        coalesce(h.due_on <= h.quarter_ends_on, false) AS is_past_due,
        a.status AS reported,
        a.status = 'done' AND coalesce(a.done_on <= h.quarter_ends_on, true) AS is_done,
        a.progress, a.done_on, a.evidence, a.submission_id, a.sheet, a.address
    FROM holder h
    LEFT JOIN latest l ON l.document = h.document AND l.task_id = h.task_id AND l.unit_code = h.unit_code AND l.period = h.period
    LEFT JOIN core_task a ON a.submission_id = l.submission_id AND a.document = h.document AND a.task_id = h.task_id
)
SELECT
    s.document, s.task_id, s.unit_code, s.period, s.role,
    CASE
        WHEN s.reported IS NULL THEN 'not_reported'
        WHEN s.is_done THEN 'done'
        WHEN s.reported = 'not_applicable' THEN 'not_applicable'
        WHEN s.is_past_due THEN 'overdue'
        WHEN s.reported = 'not_started' THEN 'not_due'
        ELSE 'on_the_way'
    END AS status,
    s.reported, s.progress, s.done_on, s.due_on, s.is_past_due, s.evidence,
    CASE WHEN s.evidence IS NOT NULL THEN coalesce(l.state, 'unchecked') END AS evidence_state,
    coalesce(s.reported = 'done' AND d.unit_code IS NOT NULL, false) AS is_disputed,
    s.submission_id, s.sheet, s.address
FROM standing s
LEFT JOIN raw_link l ON l.url = s.evidence
LEFT JOIN disputed d ON d.document = s.document AND d.task_id = s.task_id AND d.unit_code = s.unit_code AND d.period = s.period
