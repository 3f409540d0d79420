-- A report is published once: tables and text of its page have stayed what they were. Of a page seen on one day only nobody can say.
SELECT
    '$rule_id' AS rule_id,
    r.submission_id,
    r.feed AS check_key,
    CASE
        WHEN r.version > 1 THEN 'fail'
        WHEN r.seen_on = r.first_seen THEN 'not_assessable'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    NULL AS sheet, NULL AS address, r.url AS text,
    '已公布的年度报告改动过 ' || (r.version - 1) || ' 次：' || r.first_seen || ' 首次见到，现在的内容 ' || r.seen_from || ' 起见到（网页：'
        || r.url || '）' AS detail
FROM check_published AS r
JOIN check_submission AS s ON s.submission_id = r.submission_id
