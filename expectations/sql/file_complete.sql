-- A form with nothing in it is no report, unless the unit says that it has nothing to report (零报送). Openings and stocks alone are
-- nothing: the template comes with them, so a template sent back untouched has them too.
WITH filled AS (
    SELECT c.submission_id, count(*) FILTER (c.state <> 'blank' AND d.aggregation NOT IN ('first', 'last')) AS cells
    FROM check_cell AS c
    JOIN cat_cell AS d ON d.edition = c.edition AND d.cell_code = c.cell_code
    GROUP BY c.submission_id
)
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    'file' AS check_key,
    CASE
        WHEN s.is_nil OR f.cells > 0 THEN 'pass'
        WHEN f.cells IS NULL THEN 'not_assessable'  -- no table was found at all: FILE-TABLES says so
        ELSE 'fail'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    NULL AS sheet, NULL AS address, NULL AS text, NULL AS detail
FROM check_submission AS s
LEFT JOIN filled AS f ON f.submission_id = s.submission_id
