-- How it went from one taking-in to the next, the latest first: what each run brought, what the rules find of it, and how much of that
-- is closed by now: corrected by a version that counts, taken back, waived or explained. A run has the receipts since the one before.
WITH receipt AS (
    SELECT s.*, (SELECT min(d.run_no) FROM dq_run d WHERE d.run_no > s.submission_id) AS run_no
    FROM core_submission s
),
finding AS (
    SELECT
        r.run_no, v.severity,
        r.status IN ('superseded', 'withdrawn', 'duplicate')
        OR EXISTS (
            SELECT 1 FROM core_submission c
            WHERE c.unit_code = r.unit_code AND c.period = r.period AND c.form_code = r.form_code AND c.scope = r.scope
                AND c.submission_id > r.submission_id AND c.status IN ('accepted', 'nil'))
        OR EXISTS (
            SELECT 1 FROM dq_answer a
            WHERE a.submission_id = v.submission_id AND a.rule_id = v.rule_id
                AND (a.check_key IS NULL OR a.check_key = v.check_key)) AS is_closed
    FROM dq_violation v
    JOIN receipt r ON r.submission_id = v.submission_id
    WHERE v.severity IN ('error', 'warning')
),
counted AS (
    SELECT
        run_no,
        count(*) AS findings,
        count(*) FILTER (severity = 'error') AS errors,
        count(*) FILTER (severity = 'warning') AS warnings,
        count(*) FILTER (is_closed) AS closed
    FROM finding
    GROUP BY run_no
)
SELECT
    d.run_no, d.ran_at, d.received, d.judged, d.returned,
    coalesce(c.errors, 0) AS errors,
    coalesce(c.warnings, 0) AS warnings,
    coalesce(c.closed, 0) AS closed,
    coalesce(c.findings - c.closed, 0) AS open,
    coalesce(c.errors, 0) / nullif(d.received, 0) AS errors_each,
    c.closed / nullif(c.findings, 0) AS closed_ratio,
    count(*) OVER () AS total
FROM dq_run d
LEFT JOIN counted c ON c.run_no = d.run_no
ORDER BY d.run_no DESC
LIMIT 24
