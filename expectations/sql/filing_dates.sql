-- A document of the list was published within its quarter, and what follows from its publication did not come before it. Material may
-- be filed before: it is drafted together with the document.
WITH published AS (
    SELECT submission_id, row_no, day FROM check_filing WHERE field = 'published_on' AND day IS NOT NULL
),
judged AS (
    SELECT
        f.*,
        CASE
            WHEN f.field = 'published_on' AND f.day NOT BETWEEN q.starts_on AND q.ends_on
                THEN '发布日期 ' || f.day || ' 不在本期（' || q.starts_on || ' 至 ' || q.ends_on || '）'
            WHEN f.field = 'interpreted_on' AND f.day < p.day THEN '解读发布日期 ' || f.day || ' 早于文件发布日期 ' || p.day
            WHEN f.field = 'pushed_on' AND f.day < p.day THEN '集成推送日期 ' || f.day || ' 早于文件发布日期 ' || p.day
            WHEN f.field = 'online_on' AND f.day < p.day THEN '阅办联动上线日期 ' || f.day || ' 早于文件发布日期 ' || p.day
        END AS wrong,
        f.day IS NULL OR p.day IS NULL AS is_open
    FROM check_filing AS f
    JOIN check_submission AS s ON s.submission_id = f.submission_id
    JOIN cat_period AS q ON q.period = s.period
    LEFT JOIN published AS p ON p.submission_id = f.submission_id AND p.row_no = f.row_no
    WHERE f.field IN ('published_on', 'interpreted_on', 'pushed_on', 'online_on')
)
SELECT
    '$rule_id' AS rule_id,
    submission_id,
    field || ':' || row_no AS check_key,
    CASE
        WHEN is_open THEN 'not_assessable'
        WHEN wrong IS NOT NULL THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    sheet, address, text,
    '第 ' || row_no || ' 件文件的' || wrong AS detail
FROM judged
