-- prior(submission_id, cell_code, value): what the unit and its predecessors had in stock when the period began; NULL where any
-- figure needed is missing or belongs to a unit that was split. A quarter looks at the quarter before, a year at the annual form of
-- the year before, or at its fourth quarter where no annual form counts.
subject AS (
    SELECT
        s.submission_id, s.unit_code, s.scope, b.period AS prior_period, b.year AS prior_year, b.is_year,
        CASE WHEN b.is_year THEN b.ends_on ELSE b.starts_on END AS window_from,
        CASE WHEN b.is_year THEN p.ends_on - 1 ELSE b.ends_on END AS window_to,
        b.ends_on AS prior_ends_on
    FROM check_submission AS s
    JOIN cat_period AS p ON p.period = s.period
    JOIN cat_period AS b ON b.period = p.previous_period
    WHERE s.form_code IN $form_codes
),
$lineage,
member AS (
    SELECT l.submission_id, l.member_code, l.is_split, s.scope, s.prior_period, s.prior_year, s.is_year
    FROM lineage AS l
    JOIN subject AS s USING (submission_id)
    LEFT JOIN cat_unit AS u ON u.unit_code = l.member_code
    WHERE u.unit_code IS NULL
        OR (u.valid_from <= s.prior_ends_on AND (u.valid_to IS NULL OR u.valid_to >= l.window_from))
),
wanted AS (  -- few periods of all that count: looked for first, because there may be many
    SELECT prior_period AS period FROM subject
    UNION
    SELECT q.period FROM subject AS s JOIN cat_period AS q ON s.is_year AND q.year = s.prior_year AND q.quarter = 4
),
closing AS (
    SELECT submission_id AS counting_id, unit_code, period, form_code, scope, cell_code, value
    FROM counting_cell
    WHERE period IN (SELECT period FROM wanted)
        AND cell_code IN (SELECT cell_code FROM cat_cell WHERE aggregation = 'last')
),
accepted AS (
    SELECT DISTINCT counting_id, unit_code, period, form_code, scope FROM closing
),
source AS (
    SELECT
        m.submission_id, m.member_code, m.is_split,
        arg_min(a.counting_id, a.form_code) AS counting_id  -- 'annual' before 'quarter'
    FROM member AS m
    LEFT JOIN cat_period AS q ON m.is_year AND q.year = m.prior_year AND q.quarter = 4
    LEFT JOIN accepted AS a
        ON a.unit_code = m.member_code
        AND a.scope IS NOT DISTINCT FROM m.scope
        AND (
            (a.period = m.prior_period AND a.form_code = CASE WHEN m.is_year THEN 'annual' ELSE 'quarter' END)
            OR (a.period = q.period AND a.form_code = 'quarter')
        )
    GROUP BY ALL
),
stock AS (
    SELECT DISTINCT cell_code FROM closing
),
prior AS (
    SELECT
        m.submission_id, k.cell_code,
        CASE WHEN NOT bool_or(m.is_split) AND count(*) = count(v.value) THEN sum(v.value) END AS value
    FROM source AS m
    CROSS JOIN stock AS k
    LEFT JOIN closing AS v ON v.counting_id = m.counting_id AND v.cell_code = k.cell_code
    GROUP BY m.submission_id, k.cell_code
)
