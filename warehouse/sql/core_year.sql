-- The year of every unit that stands at its end: the annual form where one counts, otherwise the folded quarters of the unit and of
-- those merged into it.
WITH annual AS (
    SELECT c.period, c.unit_code, c.edition, c.cell_code, c.value, (c.value IS NULL)::INTEGER AS blank_count,
           'annual_form' AS basis, NULL::INTEGER AS quarters_in, c.submission_id
    FROM core_cell c
    WHERE c.form_code = 'annual' AND c.scope = 'own'
),
quarters AS (
    SELECT y.period, l.head_code AS unit_code, f.edition, f.cell_code, sum(f.value) AS value,
           sum(f.blank_count) AS blank_count, 'quarters' AS basis, max(f.quarters_in) AS quarters_in, NULL::BIGINT AS submission_id
    FROM core_period due
    JOIN cat_period y ON y.period = due.period
    JOIN cat_period q4 ON q4.year = y.year AND q4.quarter = 4
    JOIN core_lineage l ON l.period = y.period
    JOIN core_fold f ON f.period = q4.period AND f.unit_code = l.unit_code
    WHERE y.is_year
    GROUP BY y.period, l.head_code, f.edition, f.cell_code
)
SELECT * FROM annual
UNION ALL
SELECT * FROM quarters q
WHERE NOT EXISTS (SELECT 1 FROM annual a WHERE a.period = q.period AND a.unit_code = q.unit_code)
