-- An annual report was published by the day that it was due; a page that states no day tells nothing of that.
SELECT
    '$rule_id' AS rule_id,
    r.submission_id,
    r.feed AS check_key,
    CASE
        WHEN r.published_on IS NULL OR r.due_on IS NULL THEN 'not_assessable'
        WHEN r.published_on > r.due_on THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    NULL AS sheet, NULL AS address, r.url AS text,
    '年度报告应于 ' || r.due_on || ' 前公布，网页上写的公布日期是 ' || r.published_on || '（网页：' || r.url || '）' AS detail
FROM check_published AS r
JOIN check_submission AS s ON s.submission_id = r.submission_id
