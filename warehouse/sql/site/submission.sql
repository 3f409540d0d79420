-- Everything that came from a unit, each version with what became of it and the name that its file came under.
SELECT
    s.submission_id, s.unit_code, s.period, s.form_code, s.scope, s.version, s.status, s.received_at, s.is_late, s.sha256, s.reasons,
    r.file_name,
    s.submission_id IN (SELECT submission_id FROM published_fct_cell) AS has_cells
FROM published_fct_submission s
JOIN published_dim_period p ON p.period = s.period
JOIN raw_receipt r ON r.submission_id = s.submission_id
ORDER BY s.unit_code, p.ends_on DESC, p.is_year DESC, s.version DESC, s.submission_id DESC
