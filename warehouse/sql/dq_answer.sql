-- What was answered to a finding, by cell. A unit's note names a cell by its address and answers the findings there; an address without
-- a table may be that of several cells: then it speaks of those with a finding, or else of none.
WITH table_place AS (
    SELECT DISTINCT sha256, sheet, table_code FROM stg_cell
),
named_table AS (
    SELECT n.sha256, n.note_no, max(t.table_code) AS table_code
    FROM stg_note n
    JOIN table_place t
        ON t.sha256 = n.sha256
        AND (contains(t.sheet, trim(n.table_text)) OR contains(trim(n.table_text), t.sheet) OR t.table_code = upper(trim(n.table_text)))
    GROUP BY n.sha256, n.note_no
    HAVING count(DISTINCT t.table_code) = 1
),
placed AS (
    SELECT
        s.submission_id, s.received_at, n.note_no, n.text, t.table_code AS named_table, c.table_code, c.cell_code, v.rule_id, v.check_key,
        count(DISTINCT c.cell_code) OVER note AS cells,
        count(v.rule_id) OVER note AS findings
    FROM stg_note n
    JOIN core_submission s ON s.sha256 = n.sha256
    LEFT JOIN named_table t ON t.sha256 = n.sha256 AND t.note_no = n.note_no
    LEFT JOIN stg_cell c
        ON c.sha256 = n.sha256
        AND upper(trim(n.cell_text)) = c.address
        AND (n.table_text IS NULL OR contains(c.sheet, trim(n.table_text)) OR contains(trim(n.table_text), c.sheet)
             OR c.table_code = upper(trim(n.table_text)))
    LEFT JOIN dq_violation v
        ON v.submission_id = s.submission_id
        AND v.severity <> 'error'
        AND (v.cell_code = c.cell_code OR (v.cell_code IS NULL AND v.sheet = c.sheet AND v.address = c.address))
    WINDOW note AS (PARTITION BY s.submission_id, n.note_no)
)
SELECT submission_id, 'explanation' AS kind, rule_id, check_key, table_code, cell_code, text AS answer, received_at AS answered_at
FROM placed
WHERE cell_code IS NOT NULL AND (cells = 1 OR rule_id IS NOT NULL)
UNION ALL
SELECT DISTINCT submission_id, 'explanation', NULL, NULL, named_table, NULL, text, received_at
FROM placed
WHERE cells <> 1 AND findings = 0
UNION ALL
SELECT
    w.submission_id, 'waiver', w.rule_id, coalesce(w.check_key, v.check_key), v.table_code, coalesce(v.cell_code, c.cell_code), w.reason,
    w.waived_at
FROM raw_waiver w
LEFT JOIN dq_violation v
    ON v.submission_id = w.submission_id AND v.rule_id = w.rule_id AND (w.check_key IS NULL OR v.check_key = w.check_key)
LEFT JOIN core_submission s ON s.submission_id = w.submission_id
LEFT JOIN stg_cell c ON v.cell_code IS NULL AND c.sha256 = s.sha256 AND c.sheet = v.sheet AND c.address = v.address
