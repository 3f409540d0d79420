-- A problem begins in the first quarter that shows it, goes on through the quarters until one shows that its cause is gone or the office
-- closes it, and begins anew, as another problem, if the cause comes back in a later quarter. The status is that at the end of the last
-- quarter in play; what it was at the end of an earlier one is rpt_problem_status.
WITH day AS (
    SELECT period, ends_on FROM cat_period WHERE NOT is_year
),
latest AS (
    SELECT max(p.ends_on) AS ends_on FROM day p JOIN core_period d ON d.period = p.period
),
named AS (
    SELECT *,
        unit_code || '-' || kind || CASE kind WHEN 'link' THEN '-' || left(md5(source_code), 8) ELSE coalesce('-' || source_code, '') END
            AS tail
    FROM core_problem_signal
),
closed AS (
    SELECT n.unit_code, n.kind, n.source_code, n.report_period, n.tail, c.period, c.reason, c.closed_by
    FROM (SELECT DISTINCT unit_code, kind, source_code, report_period, tail FROM named) n
    JOIN raw_problem_close c
        ON substr(c.problem_id, 8) = n.tail AND left(c.problem_id, 6) = coalesce(n.report_period, left(c.problem_id, 6))
),
-- Within a quarter the office speaks last.
event AS (
    SELECT unit_code, kind, source_code, report_period, tail, period, 0 AS step, is_bad, closing, text, demand, NULL AS reason FROM named
    UNION ALL
    SELECT unit_code, kind, source_code, report_period, tail, period, 1, false, 'office', NULL, NULL, reason FROM closed
),
-- How many ends came before: what lies between two of them is one problem.
numbered AS (
    SELECT e.*, d.ends_on,
        count(*) FILTER (NOT e.is_bad) OVER (
            PARTITION BY e.tail, e.report_period ORDER BY d.ends_on, e.step ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS episode
    FROM event e
    JOIN day d ON d.period = e.period
),
problem AS (
    SELECT
        tail, report_period, episode, any_value(unit_code) AS unit_code, any_value(kind) AS kind, any_value(source_code) AS source_code,
        arg_min(period, ends_on) FILTER (is_bad) AS period, max(ends_on) FILTER (is_bad) AS last_bad_on,
        arg_min(text, ends_on) FILTER (is_bad) AS text, arg_max(text, ends_on) FILTER (is_bad) AS latest_text,
        arg_min(demand, ends_on) FILTER (is_bad) AS demand,
        any_value(period) FILTER (NOT is_bad) AS closed_period, any_value(closing) FILTER (NOT is_bad) AS closed_by,
        any_value(reason) FILTER (NOT is_bad) AS closed_reason
    FROM numbered
    GROUP BY tail, report_period, episode
    HAVING bool_or(is_bad)
),
told AS (
    SELECT *, period || '-' || tail AS problem_id,
        lag(period || '-' || tail) OVER (PARTITION BY tail, report_period ORDER BY episode) AS former_id
    FROM problem
)
SELECT
    t.problem_id, t.unit_code, t.period, t.kind, t.source_code, t.text, t.latest_text, t.demand, m.day AS due_on,
    CASE
        WHEN t.closed_period IS NOT NULL THEN 'closed'
        WHEN m.day < l.ends_on THEN 'overdue'
        ELSE 'open'
    END AS status,
    t.closed_period, t.closed_by, t.closed_reason, t.former_id,
    coalesce(h.head_code, t.unit_code) AS holder_code
FROM told t
CROSS JOIN latest l
LEFT JOIN cat_milestone m ON m.period = t.period AND m.code = 'rectify'
LEFT JOIN (SELECT * FROM core_lineage SEMI JOIN (SELECT p.period FROM day p JOIN latest USING (ends_on)) USING (period)) h
    ON h.unit_code = t.unit_code
