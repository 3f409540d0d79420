-- sheet_cell: every cell that a submission should show, in the layout that it uses, with what it shows there.
$merged,
layout AS (
    SELECT k.*, m.is_merged
    FROM cat_cell AS k
    CROSS JOIN (VALUES (FALSE), (TRUE)) AS m (is_merged)
    WHERE NOT EXISTS (
        SELECT 1 FROM part AS p
        WHERE p.edition = k.edition AND k.cell_code = CASE WHEN m.is_merged THEN p.cell_code ELSE p.merged_into END
    )
),
sheet_cell AS (
    SELECT
        s.submission_id, s.unit_code, s.period, s.form_code, s.scope,
        k.cell_code, k.table_code, k.row_code, k.column_code, k.aggregation, c.value, c.sheet, c.address, c.text
    FROM check_submission AS s
    LEFT JOIN merged AS m ON m.submission_id = s.submission_id
    JOIN layout AS k ON k.edition = s.edition AND k.is_merged = (m.submission_id IS NOT NULL)
    LEFT JOIN check_cell AS c ON c.submission_id = s.submission_id AND c.cell_code = k.cell_code
)
