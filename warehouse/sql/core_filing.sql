-- A policy document a row, with what follows from its dates. What is written but can't be read is unknown, so that it is never counted
-- as if it had not happened. Working days by cat_workday: a day of a year that nobody has arranged has none, and is unknown too.
WITH wide AS (
    SELECT
        s.submission_id, s.unit_code, s.period, f.row_no, any_value(f.sheet) AS sheet, min(f.address) FILTER (field = 'title') AS address,
        max(text) FILTER (field = 'document_number') AS document_number,
        max(text) FILTER (field = 'title') AS title,
        max(code) FILTER (field = 'is_normative') AS normative,
        max(code) FILTER (field = 'openness') AS openness,
        max(code) FILTER (field = 'has_service') AS service,
        max(day) FILTER (field = 'published_on') AS published_on,
        max(day) FILTER (field = 'interpreted_on') AS interpreted_on,
        max(day) FILTER (field = 'filed_on') AS filed_on,
        max(day) FILTER (field = 'pushed_on') AS pushed_on,
        max(day) FILTER (field = 'online_on') AS online_on,
        max(value) FILTER (field = 'ways_count') AS ways_count,
        max(text) FILTER (field = 'url') AS url,
        max(text) FILTER (field = 'interpretation_url') AS interpretation_url,
        max(text) FILTER (field = 'online_url') AS online_url,
        list(field) FILTER (state = 'invalid') AS unread
    FROM stg_filing f
    JOIN core_submission s ON s.sha256 = f.sha256
    WHERE s.form_code = 'quarter' AND s.scope = 'own' AND s.status IN ('accepted', 'nil')
    GROUP BY s.submission_id, s.unit_code, s.period, f.row_no
)
SELECT
    w.submission_id, w.unit_code, w.period, w.row_no, w.document_number, w.title,
    w.published_on, w.interpreted_on, w.filed_on, w.pushed_on, w.online_on, w.openness,
    true AS is_listed,
    w.openness = 'active' AS is_open,
    w.normative = 'yes' AS is_normative,
    CASE WHEN NOT coalesce(list_contains(unread, 'interpreted_on'), false) THEN w.interpreted_on IS NOT NULL END AS is_interpreted,
    CASE WHEN NOT coalesce(list_contains(unread, 'filed_on'), false) THEN w.filed_on IS NOT NULL END AS is_filed,
    CASE WHEN NOT coalesce(list_contains(unread, 'pushed_on'), false) THEN w.pushed_on IS NOT NULL END AS is_pushed,
    w.service = 'yes' AS has_service,
    CASE WHEN NOT coalesce(list_contains(unread, 'online_on'), false) THEN w.online_on IS NOT NULL END AS is_online,
    w.ways_count,
    (w.interpreted_on - w.published_on)::INTEGER AS interpretation_days,
    filed.workday_no - published.workday_no AS filed_working_days,
    online.workday_no - published.workday_no AS online_working_days,
    w.url, w.interpretation_url, w.online_url, w.sheet, w.address
FROM wide w
LEFT JOIN cat_workday published ON published.day = w.published_on
LEFT JOIN cat_workday filed ON filed.day = w.filed_on
LEFT JOIN cat_workday online ON online.day = w.online_on
