-- The reports that count and of which the portal has something to say: a unit's own quarter, and the year that it has published. The
-- government's published report holds its 汇总.
SELECT s.submission_id, s.sha256, r.file_name, s.unit_code, u.kind AS unit_kind, s.period, s.form_code,
       coalesce(f.edition, '2021') AS edition, s.scope, s.status = 'nil' AS is_nil
FROM core_submission s
JOIN raw_receipt r ON r.submission_id = s.submission_id
JOIN stg_file f ON f.sha256 = s.sha256
JOIN cat_unit u ON u.unit_code = s.unit_code
WHERE s.status IN ('accepted', 'nil')
    AND CASE s.form_code
        WHEN 'quarter' THEN s.scope = 'own' AND EXISTS (
            SELECT 1 FROM fct_measure m WHERE m.source = 'portal' AND m.unit_code = s.unit_code AND m.period = s.period
        )
        ELSE s.scope = CASE WHEN u.parent IS NULL THEN 'aggregate' ELSE 'own' END AND EXISTS (
            SELECT 1 FROM stg_portal_report p WHERE p.unit_code = s.unit_code AND p.period = s.period
        )
    END
