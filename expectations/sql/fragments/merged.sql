-- Some reports print （六）其他处理 as one row. merged(submission_id): those that do, and fill none of the rows it stands for.
part AS (
    SELECT DISTINCT edition, cell_code, merged_into FROM cat_identity_term WHERE merged_into IS NOT NULL
),
merged AS (
    SELECT DISTINCT c.submission_id
    FROM check_cell AS c
    JOIN part AS p ON p.edition = c.edition AND p.merged_into = c.cell_code
    EXCEPT
    SELECT c.submission_id
    FROM check_cell AS c
    JOIN part AS p ON p.edition = c.edition AND p.cell_code = c.cell_code
    WHERE c.state <> 'blank'
)
