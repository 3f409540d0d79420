-- The answers that go with the figures of $period: those of its own reports or, where $is_folded, of the year's quarters up to it as far
-- as their figure goes into the fold. An opening is the first quarter's; what moved a stock in one quarter is in all stocks after it. A
-- year rests on the annual form where one came.
WITH asked AS (
    SELECT * FROM cat_period WHERE period = $period
),
report AS (
    SELECT
        s.submission_id, s.unit_code, s.period, s.form_code, p.quarter, l.head_code,
        min(p.quarter) OVER (PARTITION BY s.unit_code) AS first_quarter,
        bool_or(s.form_code = 'annual') OVER (PARTITION BY l.head_code) AS has_annual_form
    FROM core_submission s
    JOIN asked a ON true
    JOIN cat_period p ON p.period = s.period AND p.year = a.year
    JOIN core_lineage l ON l.period = a.period AND l.unit_code = s.unit_code
    WHERE s.status IN ('accepted', 'nil') AND s.scope = 'own' AND s.form_code IN ('quarter', 'annual')
        AND (s.period = a.period OR ($is_folded AND NOT p.is_year AND p.quarter <= coalesce(a.quarter, 4)))
),
folding AS (
    SELECT cell_code, any_value(aggregation) AS aggregation FROM cat_cell GROUP BY cell_code
)
SELECT DISTINCT
    r.head_code, r.unit_code, u.unit_name, u.is_rolled_up, r.period, n.kind, n.table_code, n.cell_code, n.answer,
    bool_or(n.rule_id IS NOT NULL) OVER (PARTITION BY r.submission_id, n.kind, n.cell_code, n.answer) AS is_to_finding,
    u.group_name, r.quarter
FROM report r
JOIN dq_answer n ON n.submission_id = r.submission_id
JOIN dim_unit u ON u.unit_code = r.unit_code
LEFT JOIN folding f ON f.cell_code = n.cell_code
WHERE (n.kind = 'explanation' OR n.table_code IS NOT NULL)
    AND (r.form_code = 'annual' OR NOT r.has_annual_form)
    AND (NOT $is_folded OR f.aggregation IS DISTINCT FROM 'first' OR r.form_code = 'annual' OR r.quarter = r.first_quarter)
ORDER BY u.group_name, r.unit_code, r.quarter, n.kind, n.cell_code, n.answer
