-- Every receipt with what decides whether it is a candidate. A duplicate has the content of the version before it (withdrawn ones aside).
WITH receipt AS (
    SELECT c.*, r.sha256, w.submission_id IS NOT NULL AS is_withdrawn, f.error_code IS NOT NULL AS is_unreadable
    FROM core_receipt c
    JOIN raw_receipt r USING (submission_id)
    JOIN stg_file f USING (sha256)
    LEFT JOIN (SELECT DISTINCT submission_id FROM raw_withdrawal) w USING (submission_id)
),
marked AS (
    SELECT *, sha256 IS NOT DISTINCT FROM lag(sha256) OVER (
        PARTITION BY unit_code, period, form_code, scope, is_withdrawn ORDER BY submission_id) AND NOT is_withdrawn AS is_duplicate
    FROM receipt
)
SELECT *, NOT is_withdrawn AND NOT is_duplicate AS is_candidate,
       row_number() OVER (PARTITION BY unit_code, period, form_code, scope ORDER BY submission_id) AS version
FROM marked
