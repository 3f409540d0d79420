-- The annual form is its quarters folded by each cell's aggregation, with those of the units merged into this one during the year. A
-- unit gives the quarters in which it existed; openings come from the first quarter, stocks from the fourth. `identity` cells hold
-- by the identities of their parts.
WITH RECURSIVE subject AS (
    SELECT s.submission_id, s.unit_code, s.scope, p.year, p.starts_on AS window_from, p.ends_on - 1 AS window_to
    FROM check_submission AS s
    JOIN cat_period AS p ON p.period = s.period
    WHERE s.form_code IN $form_codes
),
$lineage,
$sheet_cell,
owed AS (
    SELECT l.submission_id, l.member_code, l.is_split, s.scope, q.period, q.quarter
    FROM lineage AS l
    JOIN subject AS s USING (submission_id)
    JOIN cat_period AS q ON q.year = s.year AND NOT q.is_year
    LEFT JOIN cat_unit AS u ON u.unit_code = l.member_code
    WHERE u.unit_code IS NULL OR (u.valid_from <= q.ends_on AND (u.valid_to IS NULL OR u.valid_to >= q.starts_on))
),
needed AS (
    SELECT
        submission_id, bool_or(is_split) AS is_split,
        count(*) AS quarters, count(*) FILTER (quarter = 1) AS firsts, count(*) FILTER (quarter = 4) AS lasts
    FROM owed
    GROUP BY submission_id
),
figure AS (
    SELECT o.submission_id, o.member_code, o.quarter, v.cell_code, v.value
    FROM owed AS o
    JOIN counting_cell AS v
        ON v.unit_code = o.member_code AND v.period = o.period AND v.form_code = 'quarter'
        AND v.scope IS NOT DISTINCT FROM o.scope
),
printed AS (  -- parts added up for an annual form that prints them as one row
    SELECT submission_id, quarter, cell_code, value FROM figure
    UNION ALL
    SELECT f.submission_id, f.quarter, p.merged_into, sum(f.value)
    FROM figure AS f
    JOIN merged USING (submission_id)
    JOIN (SELECT cell_code, merged_into, count(*) OVER (PARTITION BY edition, merged_into) AS parts FROM part) AS p
        ON p.cell_code = f.cell_code
    GROUP BY f.submission_id, f.member_code, f.quarter, p.merged_into
    HAVING count(f.value) = any_value(p.parts)
),
folded AS (
    SELECT
        submission_id, cell_code,
        sum(value) AS total, count(value) AS quarters,
        sum(value) FILTER (quarter = 1) AS opening, count(value) FILTER (quarter = 1) AS firsts,
        sum(value) FILTER (quarter = 4) AS closing, count(value) FILTER (quarter = 4) AS lasts
    FROM printed
    GROUP BY submission_id, cell_code
)
SELECT
    '$rule_id' AS rule_id,
    c.submission_id,
    c.cell_code AS check_key,
    CASE
        WHEN n.is_split THEN NULL
        WHEN c.aggregation = 'sum' AND f.quarters = n.quarters THEN f.total
        WHEN c.aggregation = 'first' AND f.firsts = n.firsts THEN f.opening
        WHEN c.aggregation = 'last' AND f.lasts = n.lasts THEN f.closing
    END AS expected,
    c.value AS actual,
    $verdict AS outcome,
    c.table_code, c.row_code, c.column_code, c.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM sheet_cell AS c
LEFT JOIN needed AS n ON n.submission_id = c.submission_id
LEFT JOIN folded AS f ON f.submission_id = c.submission_id AND f.cell_code = c.cell_code
WHERE c.form_code IN $form_codes AND c.aggregation <> 'identity'
