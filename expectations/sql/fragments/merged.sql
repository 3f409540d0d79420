-- Some reports print （六）其他处理 as one row. merged(submission_id): those that do, and fill none of the rows it stands for.
part AS (
    SELECT DISTINCT edition, cell_code, merged_into FROM cat_identity_term WHERE merged_into IS NOT NULL
),
merged AS (
    SELECT c.submission_id
    FROM check_cell AS c
    JOIN (
        SELECT edition, merged_into AS cell_code, TRUE AS is_whole FROM part
        UNION
        SELECT edition, cell_code, FALSE FROM part
    ) AS p ON p.edition = c.edition AND p.cell_code = c.cell_code
    GROUP BY c.submission_id
    HAVING bool_or(p.is_whole) AND NOT bool_or(NOT p.is_whole AND c.state <> 'blank')
)
