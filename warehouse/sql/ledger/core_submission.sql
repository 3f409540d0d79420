-- The ledger rows of one batch: the latest version that passes counts, those before it are superseded. What the office has
-- waived returns nothing; what a unit explains does: an error can only be corrected or waived.
WITH failed AS (
    SELECT submission_id,
           array_to_string(list(message ORDER BY rule_id, sheet, address, check_key)[1:3], ' ')
           || CASE WHEN count(*) > 3 THEN '（共 ' || count(*) || ' 处）' ELSE '' END AS reasons
    FROM dq_violation v
    WHERE severity = 'error' AND NOT EXISTS (
        SELECT 1 FROM raw_waiver w
        WHERE w.submission_id = v.submission_id AND w.rule_id = v.rule_id AND (w.check_key IS NULL OR w.check_key = v.check_key)
    )
    GROUP BY submission_id
),
verdict AS (
    SELECT j.*, r.received_at, r.sha256 AS content, coalesce(f.cover_is_nil, false) AS is_nil,
           failed.reasons,
           j.is_candidate AND NOT j.is_unreadable AND failed.submission_id IS NULL AND j.unit_code IS NOT NULL AS passes
    FROM to_judge j
    JOIN raw_receipt r ON r.submission_id = j.submission_id
    JOIN stg_file f ON f.sha256 = r.sha256
    LEFT JOIN failed ON failed.submission_id = j.submission_id
    WHERE j.period IS NOT DISTINCT FROM $period AND j.scope = $scope AND j.part = $part
)
SELECT v.submission_id, v.unit_code, v.period, v.form_code, v.scope, v.version::INTEGER AS version,
       CASE
           WHEN v.is_withdrawn THEN 'withdrawn'
           WHEN v.is_duplicate THEN 'duplicate'
           WHEN v.is_unreadable THEN 'unreadable'
           WHEN NOT v.passes THEN 'returned'
           WHEN v.submission_id < max(v.submission_id) FILTER (v.passes) OVER (PARTITION BY v.unit_code, v.form_code)
               THEN 'superseded'
           WHEN v.is_nil THEN 'nil'
           ELSE 'accepted'
       END AS status,
       v.received_at, v.received_at::DATE > d.due_on AS is_late, v.content AS sha256, v.reasons
FROM verdict v
LEFT JOIN core_period d ON d.period = v.period
