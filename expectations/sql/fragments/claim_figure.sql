-- claim_figure(submission_id, subject, role, value, former, cell_code): what the tables say of the subjects that the text speaks of, this
-- year and (former) the year before; NULL where a cell is blank. Where （六） is printed as one row, that row stands for its parts.
asked AS (
    SELECT s.* FROM check_submission AS s SEMI JOIN check_claim AS k ON k.submission_id = s.submission_id
),
$year_before,
claim_line AS (
    SELECT q.submission_id, k.subject, k.role, k.cell_code, coalesce(k.merged_into, k.cell_code) AS line_code
    FROM (SELECT DISTINCT submission_id, subject FROM check_claim) AS q
    JOIN asked AS s ON s.submission_id = q.submission_id
    JOIN cat_claim_cell AS k ON k.edition = s.edition AND k.subject = q.subject
),
asked_cell AS (
    SELECT c.submission_id, c.cell_code, c.value FROM check_cell AS c SEMI JOIN asked AS s ON s.submission_id = c.submission_id
),
claim_part AS (
    SELECT
        l.submission_id, l.subject, l.role, l.line_code, any_value(l.cell_code) AS cell_code,
        coalesce(CASE WHEN count(*) = count(c.value) THEN sum(c.value) END, any_value(m.value)) AS value,
        coalesce(CASE WHEN count(*) = count(y.value) THEN sum(y.value) END, any_value(w.value)) AS former
    FROM claim_line AS l
    LEFT JOIN asked_cell AS c ON c.submission_id = l.submission_id AND c.cell_code = l.cell_code
    LEFT JOIN asked_cell AS m ON m.submission_id = l.submission_id AND m.cell_code = l.line_code
    LEFT JOIN year_before AS y ON y.submission_id = l.submission_id AND y.cell_code = l.cell_code
    LEFT JOIN year_before AS w ON w.submission_id = l.submission_id AND w.cell_code = l.line_code
    GROUP BY l.submission_id, l.subject, l.role, l.line_code
),
claim_figure AS (
    SELECT
        submission_id, subject, role,
        CASE WHEN count(*) = count(value) THEN sum(value) END AS value,
        CASE WHEN count(*) = count(former) THEN sum(former) END AS former,
        CASE WHEN count(*) = 1 THEN any_value(cell_code) END AS cell_code
    FROM claim_part
    GROUP BY submission_id, subject, role
)
