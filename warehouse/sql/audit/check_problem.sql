-- A built table has not been read from a file.
SELECT
    NULL::BIGINT AS submission_id, NULL::VARCHAR AS rule_id, NULL::VARCHAR AS detail,
    NULL::VARCHAR AS sheet, NULL::VARCHAR AS address, NULL::VARCHAR AS text
WHERE false
