-- The sheet 工作指标 of the reports that count, as written.
SELECT s.submission_id, t.measure_code, t.text, t.state, t.value, t.sheet, t.address
FROM stg_metric t
JOIN published_fct_submission s ON s.sha256 = t.sha256 AND s.status IN ('accepted', 'nil') AND s.scope = 'own'
ORDER BY s.submission_id, t.row_no
