-- How many are in which state: tasks of each document, as tasks and at the units that hold them; figures of tasks; scores; problems.
SELECT 'task' AS kind, document, status AS state, count(*) AS number
FROM published_rpt_task_status WHERE period = $period
GROUP BY ALL
UNION ALL
SELECT 'pair', document, status, count(*) FROM published_fct_task_progress WHERE period = $period
GROUP BY ALL
UNION ALL
SELECT 'held', document, '', count(*) FILTER (units > 0) FROM published_rpt_task_status WHERE period = $period
GROUP BY ALL
UNION ALL
SELECT 'units', document, '', count(DISTINCT unit_code) FROM published_fct_task_progress WHERE period = $period
GROUP BY ALL
UNION ALL
SELECT 'disputed', document, '', count(*) FILTER (disputed > 0) FROM published_rpt_task_status WHERE period = $period
GROUP BY ALL
UNION ALL
SELECT 'verdict', '', verdict, count(*) FROM published_fct_task_figure WHERE period = $period
GROUP BY ALL
UNION ALL
SELECT 'band', '', band, count(*) FROM published_fct_score WHERE period = $period AND is_ranked AND band IS NOT NULL
GROUP BY ALL
UNION ALL
SELECT 'group', '', group_name, count(*) FROM published_fct_score WHERE period = $period AND is_ranked
GROUP BY ALL
UNION ALL
SELECT 'problem', '', kind, count(*) FROM published_rpt_problem_status WHERE period = $period AND status <> 'closed'
GROUP BY ALL
