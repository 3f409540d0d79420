-- year_before(submission_id, cell_code, value): of the submissions in `asked`, what counts of the same unit, form and scope for the same
-- period of the year before. No figure where another unit was merged into this one in between: the two years then tell of different
-- things.
year_before AS (
    SELECT s.submission_id, v.cell_code, v.value
    FROM asked AS s
    JOIN cat_period AS p ON p.period = s.period
    JOIN cat_period AS b ON b.year = p.year - 1 AND b.is_year = p.is_year AND b.quarter IS NOT DISTINCT FROM p.quarter
    JOIN counting_cell AS v
        ON v.unit_code = s.unit_code AND v.period = b.period AND v.form_code = s.form_code
        AND v.scope IS NOT DISTINCT FROM s.scope
    WHERE NOT EXISTS (
        SELECT 1 FROM cat_succession AS g
        WHERE g.successor_code = s.unit_code AND g.ended_on BETWEEN b.starts_on AND p.ends_on
    )
)
