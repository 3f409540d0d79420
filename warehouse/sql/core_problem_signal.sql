-- What each quarter says of each possible problem of a unit: that it is there (`is_bad`), or that it is not. Where a quarter says nothing
-- (no report, no such events), there is no row, and what was open stays open. What is bound to one report (未报、数据问题) is looked at as it
-- stood on the day of the circular, and ends in the quarter in which the report came, was corrected or let pass.
WITH quarter AS (
    SELECT p.period, p.starts_on, p.ends_on, d.period_name, d.due_on, m.day AS circular_on
    FROM cat_period p
    JOIN core_period d ON d.period = p.period
    LEFT JOIN cat_milestone m ON m.period = p.period AND m.code = 'circular'
    WHERE NOT p.is_year
),
word AS (
    SELECT map_from_entries(list((code, text))) AS of FROM cat_score_word
),
valid AS (
    SELECT s.*, q.circular_on, q.period_name, s.received_at::DATE <= coalesce(q.circular_on, s.received_at::DATE) AS was_in_time
    FROM core_submission s
    JOIN quarter q ON q.period = s.period
    WHERE s.form_code = 'quarter' AND s.scope = 'own' AND s.status IN ('accepted', 'nil', 'superseded')
),
arrived AS (
    SELECT unit_code, period, min(received_at)::DATE AS came_on FROM valid GROUP BY unit_code, period
),
report AS (
    SELECT c.*, q.period_name, q.due_on, q.circular_on, a.came_on,
           coalesce(a.came_on <= coalesce(q.circular_on, a.came_on), false) AND c.is_in AS was_in
    FROM rpt_quarterly_coverage c
    JOIN quarter q ON q.period = c.period
    LEFT JOIN arrived a ON a.unit_code = c.unit_code AND a.period = c.period
),
missing AS (
    SELECT unit_code, 'missing' AS kind, NULL AS source_code, period AS report_period, period, NOT was_in AS is_bad, 'data' AS closing,
           map {'period_name': period_name, 'status': word.of['missing.' || CASE WHEN is_in THEN 'late' ELSE status END]} AS place
    FROM report CROSS JOIN word
    WHERE NOT was_in
    UNION ALL
    SELECT r.unit_code, 'missing', NULL, r.period, p.period, false, 'data', NULL
    FROM report r
    JOIN cat_period p ON NOT p.is_year AND r.came_on BETWEEN p.starts_on AND p.ends_on
    WHERE r.is_in AND NOT r.was_in
),
late AS (
    SELECT unit_code, 'late', NULL, NULL, period, is_late, 'data',
           map {'period_name': period_name, 'due_on': strftime(due_on, '%Y年%-m月%-d日'), 'received_on': strftime(came_on, '%Y年%-m月%-d日')}
    FROM report
    WHERE was_in AND is_late IS NOT NULL
),
-- What stands against a report: warnings that nobody has explained; a waiver lets one pass from its day on.
doubt AS (
    SELECT v.submission_id, s.unit_code, s.period, s.period_name, s.circular_on, s.was_in_time, s.received_at, s.status, v.rule_id, v.check_key, v.message,
           min(a.answered_at) FILTER (a.kind = 'waiver') AS waived_at
    FROM dq_violation v
    JOIN valid s ON s.submission_id = v.submission_id
    LEFT JOIN dq_answer a ON a.submission_id = v.submission_id AND a.rule_id = v.rule_id
        AND (a.check_key IS NULL OR a.check_key = v.check_key)
    WHERE v.severity = 'warning'
        AND NOT EXISTS (FROM cat_problem_except e WHERE e.kind = 'finding' AND e.source_code = v.rule_id)
    GROUP BY ALL
    HAVING count(*) FILTER (a.kind = 'explanation') = 0
),
listed AS (
    SELECT unit_code, period, max(submission_id) AS submission_id FROM valid WHERE was_in_time GROUP BY unit_code, period
),
finding AS (
    SELECT d.unit_code, 'finding', d.rule_id, d.period, d.period, true, 'data',
           map {'period_name': any_value(d.period_name), 'count': count(*)::VARCHAR, 'message': min(d.message)}
    FROM doubt d
    JOIN listed l ON l.submission_id = d.submission_id
    WHERE d.waived_at IS NULL OR d.waived_at::DATE > d.circular_on
    GROUP BY d.unit_code, d.rule_id, d.period
),
settled AS (
    SELECT f.unit_code, f.kind, f.rule_id, f.period, p.period, false, CASE WHEN n.waived THEN 'office' ELSE 'data' END, NULL
    FROM (SELECT unit_code, 'finding' AS kind, rule_id, period FROM doubt JOIN listed USING (unit_code, period, submission_id) GROUP BY ALL) f
    JOIN valid s ON s.unit_code = f.unit_code AND s.period = f.period AND s.status IN ('accepted', 'nil')
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (d.waived_at IS NULL) AS open, count(*) > 0 AS waived, max(d.waived_at) AS waived_at
        FROM doubt d WHERE d.submission_id = s.submission_id AND d.rule_id = f.rule_id
    ) n ON true
    JOIN cat_period p ON NOT p.is_year AND coalesce(n.waived_at, s.received_at)::DATE BETWEEN p.starts_on AND p.ends_on
    WHERE n.open = 0
),
indicator_value AS (
    SELECT f.*, i.name, i.operator, i.threshold, i.indicator_order, u.parent_code,
           CASE i.judged_over WHEN 'year' THEN f.year_value ELSE f.value END AS judged_value, i.unit,
           c.unit AS event_unit
    FROM fct_indicator f
    JOIN quarter q ON q.period = f.period
    JOIN dim_indicator i ON i.indicator_code = f.indicator_code
    JOIN cat_indicator k ON k.indicator_code = f.indicator_code
    JOIN cat_measure c ON c.measure_code = k.numerator_code
    JOIN dim_unit u ON u.unit_code = f.unit_code AND u.parent_code IS NOT NULL
),
indicator_text AS (
    SELECT *,
        CASE unit
            WHEN 'ratio' THEN regexp_replace(round(judged_value * 100, 2)::VARCHAR, '\.?0+$', '') || '%'
            ELSE regexp_replace(round(judged_value, 2)::VARCHAR, '\.?0+$', '') || event_unit
        END AS value_text,
        word.of['operator.' || operator] || CASE unit
            WHEN 'ratio' THEN regexp_replace(round(threshold * 100, 2)::VARCHAR, '\.?0+$', '') || '%'
            ELSE regexp_replace(round(threshold, 2)::VARCHAR, '\.?0+$', '') || event_unit
        END AS required_text,
        word.of['source.' || source] AS source_text
    FROM indicator_value CROSS JOIN word
),
unmet AS (
    SELECT unit_code, indicator_code, period, any_value(name) AS name, any_value(required_text) AS required_text,
           array_to_string(list_sort(list(
               replace(replace(replace(word.of['indicator.told'], '{value}', value_text), '{source}', source_text), '{name}', name)
           )), '，') AS told
    FROM indicator_text CROSS JOIN word
    WHERE NOT is_met
    GROUP BY unit_code, indicator_code, period
),
judged AS (
    SELECT unit_code, indicator_code, period, bool_or(NOT is_met) AS is_bad
    FROM indicator_value
    WHERE is_met IS NOT NULL
        AND indicator_code NOT IN (SELECT source_code FROM cat_problem_except WHERE kind = 'indicator')
    GROUP BY unit_code, indicator_code, period
),
indicator AS (
    SELECT j.unit_code, 'indicator', j.indicator_code, NULL, j.period, j.is_bad, 'data',
           map {'name': u.name, 'required': u.required_text, 'told': u.told}
    FROM judged j
    LEFT JOIN unmet u ON u.unit_code = j.unit_code AND u.indicator_code = j.indicator_code AND u.period = j.period
),
difference AS (
    SELECT unit_code, 'difference', indicator_code, NULL, period, count(DISTINCT judged_value) > 1, 'data',
           map {'name': any_value(name), 'told': array_to_string(list_sort(list(
               replace(replace(word.of['difference.told'], '{source}', source_text), '{value}', value_text))), '，')}
    FROM indicator_text CROSS JOIN word
    WHERE value IS NOT NULL
        AND indicator_code IN (SELECT indicator_code FROM cat_indicator_source GROUP BY indicator_code HAVING count(*) > 1)
    GROUP BY unit_code, indicator_code, period
    HAVING count(*) > 1
),
-- A task that nobody said anything of counts where there was a report that could have.
task AS (
    SELECT t.unit_code, 'task', t.document || ':' || t.task_id, NULL, t.period,
           t.status NOT IN ('done', 'not_applicable'), 'data',
           map {'task_id': t.task_id, 'task': d.name, 'status': coalesce(word.of['task.' || t.status], '')}
    FROM fct_task_progress t
    JOIN dim_task d ON d.document = t.document AND d.task_id = t.task_id
    JOIN report r ON r.unit_code = t.unit_code AND r.period = t.period
    CROSS JOIN word
    WHERE t.status IN ('done', 'not_applicable', 'overdue') OR (t.status = 'not_reported' AND t.is_past_due AND r.was_in)
),
-- As it was on the day of the circular; a link mended after that ends in the quarter in which it was seen alive again.
link AS (
    SELECT l.unit_code, 'link', l.url, NULL, l.period, bool_or(l.was_dead), 'data',
           map {'url': l.url, 'item': coalesce(min(l.item), ''),
                'since': coalesce(strftime(min(l.broken_since), '%Y年%-m月%-d日'), any_value(word.of['link.unknown']))}
    FROM fct_link l
    CROSS JOIN word
    WHERE l.state IN ('alive', 'dead')
    GROUP BY l.unit_code, l.url, l.period
),
mended AS (
    SELECT DISTINCT l.unit_code, 'link', l.url, NULL, p.period, false, 'data', NULL::MAP(VARCHAR, VARCHAR)
    FROM fct_link l
    JOIN cat_period p ON NOT p.is_year AND l.mended_at::DATE BETWEEN p.starts_on AND p.ends_on
    JOIN quarter q ON q.period = l.period AND l.mended_at::DATE > q.circular_on
),
signal AS (
    SELECT * FROM missing
    UNION ALL SELECT * FROM late
    UNION ALL SELECT * FROM finding
    UNION ALL SELECT * FROM settled
    UNION ALL SELECT * FROM indicator
    UNION ALL SELECT * FROM difference
    UNION ALL SELECT * FROM task
    UNION ALL SELECT * FROM link
    UNION ALL SELECT * FROM mended
),
slot AS (
    SELECT [
        'period_name', 'due_on', 'received_on', 'count', 'status', 'required', 'since', 'task_id', 'name', 'told', 'task', 'url', 'item',
        'message'
    ] AS slots
)
-- What a number stands for, before what somebody wrote: a text may have braces of its own.
SELECT
    s.unit_code, s.kind, s.source_code, s.report_period, s.period, s.is_bad, s.closing,
    list_reduce(slots, lambda told, slot: replace(told, '{' || slot || '}', coalesce(s.place[slot], '')), k.text) AS text,
    list_reduce(slots, lambda told, slot: replace(told, '{' || slot || '}', coalesce(s.place[slot], '')), k.demand) AS demand
FROM signal s
JOIN cat_problem_kind k ON k.kind = s.kind
CROSS JOIN slot
WHERE s.is_bad
UNION ALL
SELECT unit_code, kind, source_code, report_period, period, is_bad, closing, NULL, NULL FROM signal WHERE NOT is_bad
