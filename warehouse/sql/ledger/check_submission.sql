-- The candidates of one batch.
SELECT c.submission_id, r.sha256, r.file_name, c.unit_code, u.kind AS unit_kind, c.period, c.form_code,
       coalesce(f.edition, '2021') AS edition, c.scope, coalesce(f.cover_is_nil, false) AS is_nil
FROM to_judge j
JOIN core_receipt c ON c.submission_id = j.submission_id
JOIN raw_receipt r ON r.submission_id = c.submission_id
JOIN stg_file f ON f.sha256 = r.sha256
LEFT JOIN cat_unit u ON u.unit_code = c.unit_code
WHERE c.period IS NOT DISTINCT FROM $period AND c.scope = $scope AND j.part = $part AND j.is_candidate
