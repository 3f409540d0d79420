-- A report whose figures are all those of the year before is likely a copy of it: flows do not repeat in so many cells.
WITH asked AS (
    SELECT * FROM check_submission WHERE form_code IN $form_codes
),
$year_before,
compared AS (
    SELECT
        c.submission_id,
        count(*) AS cells,
        count(*) FILTER (c.value <> y.value) AS differing,
        count(*) FILTER (c.value <> 0 AND k.aggregation = 'sum') AS flows
    FROM check_cell AS c
    JOIN asked AS s ON s.submission_id = c.submission_id
    JOIN cat_cell AS k ON k.edition = s.edition AND k.cell_code = c.cell_code
    JOIN year_before AS y ON y.submission_id = c.submission_id AND y.cell_code = c.cell_code
    WHERE c.value IS NOT NULL AND y.value IS NOT NULL
    GROUP BY c.submission_id
)
SELECT
    '$rule_id' AS rule_id,
    s.submission_id,
    'report' AS check_key,
    CASE
        WHEN n.flows IS NULL OR n.flows < $flows THEN 'not_assessable'
        WHEN n.differing = 0 THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected, n.cells AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    NULL AS sheet, NULL AS address, NULL AS text, NULL AS detail
FROM asked AS s
LEFT JOIN compared AS n ON n.submission_id = s.submission_id
