-- Of all receipts, those that the changed ones can have an effect on.
WITH RECURSIVE unit AS (
    SELECT DISTINCT unit_code FROM all_receipt SEMI JOIN changed USING (submission_id)
    UNION
    SELECT s.successor_code FROM unit JOIN cat_succession s USING (unit_code)
),
affected AS (
    SELECT unit_code FROM unit
    UNION
    SELECT unit_code FROM cat_unit WHERE parent IS NULL
),
since AS (
    SELECT min(p.ends_on) AS ends_on
    FROM all_receipt r
    SEMI JOIN changed USING (submission_id)
    JOIN cat_period p ON p.period = r.period
)
SELECT r.*
FROM all_receipt r
LEFT JOIN cat_period p ON p.period = r.period
WHERE EXISTS (SELECT 1 FROM affected a WHERE a.unit_code IS NOT DISTINCT FROM r.unit_code)
    AND (r.period IS NULL OR p.ends_on >= (SELECT ends_on FROM since))
