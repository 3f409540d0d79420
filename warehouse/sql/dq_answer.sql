-- What was answered to a finding. A unit's note names a cell by its address or by its label; it answers the findings on that cell.
WITH note AS (
    SELECT s.submission_id, s.received_at, n.note_no, n.text, c.cell_code
    FROM stg_note n
    JOIN core_submission s ON s.sha256 = n.sha256
    LEFT JOIN stg_cell c
        ON c.sha256 = n.sha256
        AND upper(trim(n.cell_text)) = c.address
        AND (n.table_text IS NULL OR contains(c.sheet, trim(n.table_text)) OR contains(trim(n.table_text), c.sheet)
             OR c.table_code = upper(trim(n.table_text)))
)
SELECT n.submission_id, 'explanation' AS kind, v.rule_id, v.check_key, n.cell_code, n.text AS answer, n.received_at AS answered_at
FROM note n
LEFT JOIN dq_violation v ON v.submission_id = n.submission_id AND v.cell_code = n.cell_code AND v.severity <> 'error'
UNION ALL
SELECT w.submission_id, 'waiver' AS kind, w.rule_id, w.check_key, v.cell_code, w.reason AS answer, w.waived_at AS answered_at
FROM raw_waiver w
LEFT JOIN dq_violation v ON v.submission_id = w.submission_id AND v.rule_id = w.rule_id AND v.check_key = w.check_key
