-- What the circular counts, one row: counted here from the tables, while the text was counted from what the report holds.
WITH coverage AS (
    SELECT * FROM published_rpt_quarterly_coverage WHERE period = $period
),
district AS (
    SELECT d.indicator_code, any_value(d.operator) AS operator, bool_or(f.is_met) AS is_met, bool_or(NOT f.is_met) AS is_short
    FROM published_fct_indicator f
    JOIN published_dim_indicator d ON d.indicator_code = f.indicator_code
    JOIN published_dim_unit u ON u.unit_code = f.unit_code AND u.parent_code IS NULL
    WHERE f.period = $period
    GROUP BY d.indicator_code
),
problem AS (
    SELECT * FROM published_rpt_problem_status WHERE period = $period
),
report AS (
    SELECT
        count(*) AS expected, count(*) FILTER (is_in) AS received, count(*) FILTER (NOT is_in) AS missing,
        count(*) FILTER (is_in AND is_nil) AS nil, count(*) FILTER (NOT is_rolled_up) AS outside,
        CASE WHEN count(*) FILTER (is_in AND is_late IS NULL) = 0 THEN count(*) FILTER (is_in AND is_late) END AS late,
        CASE WHEN count(*) FILTER (is_in AND is_late IS NULL) = 0 THEN count(*) FILTER (is_in AND NOT is_late) END AS on_time,
        count(*) FILTER (returned_count > 0) AS returned, coalesce(sum(returned_count), 0) AS returned_times,
        count(*) FILTER (status IN ('returned', 'unreadable')) AS returned_open
    FROM coverage
),
former AS (
    SELECT nullif(count(*), 0) AS before_expected, CASE WHEN count(*) > 0 THEN count(*) FILTER (c.is_in) END AS before_received
    FROM published_rpt_quarterly_coverage c
    WHERE c.period = (left($period, 4)::INTEGER - 1)::VARCHAR || right($period, 2)
),
indicator AS (
    SELECT
        count(*) AS indicators, count(*) FILTER (operator IS NOT NULL) AS required,
        count(*) FILTER (is_met AND NOT coalesce(is_short, false)) AS met, count(*) FILTER (is_short) AS unmet,
        count(*) FILTER (operator IS NOT NULL AND is_met IS NULL) AS unjudged
    FROM district
),
task AS (
    SELECT
        count(*) FILTER (status = 'overdue') AS overdue, count(DISTINCT unit_code) FILTER (status = 'overdue') AS overdue_units,
        count(*) FILTER (status = 'not_reported') AS silent, count(DISTINCT unit_code) FILTER (status = 'not_reported') AS silent_units,
        count(*) FILTER (is_disputed) AS disputed, count(DISTINCT unit_code) FILTER (is_disputed) AS disputed_units
    FROM published_fct_task_progress
    WHERE period = $period
),
link AS (
    SELECT count(*) AS dead, count(DISTINCT l.unit_code) AS dead_units
    FROM published_fct_link l
    JOIN published_dim_unit u ON u.unit_code = l.unit_code AND u.parent_code IS NOT NULL
    WHERE l.period = $period AND l.was_dead
),
listed AS (
    SELECT
        count(*) FILTER (status <> 'closed') AS problems, count(DISTINCT unit_code) FILTER (status <> 'closed') AS problem_units,
        count(*) FILTER (status <> 'closed' AND is_new) AS problems_new,
        count(*) FILTER (status <> 'closed' AND NOT is_new) AS problems_carried,
        count(*) FILTER (status = 'closed') AS problems_closed, count(*) FILTER (status = 'overdue') AS problems_overdue
    FROM problem
),
score AS (
    SELECT count(*) AS scored, count(*) FILTER (is_ranked) AS ranked
    FROM published_fct_score
    WHERE period = $period AND score IS NOT NULL
)
SELECT
    report.*, former.*, indicator.*, task.*, link.*, listed.*, score.*,
    (SELECT count(*) FROM published_rpt_task_status WHERE period = $period) AS tasks,
    (SELECT count(*) FROM published_fct_task_figure WHERE period = $period) AS figures
FROM report, former, indicator, task, link, listed, score
