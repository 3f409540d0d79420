-- The report of the year as its page has it now, and in how many versions it has been seen.
SELECT s.submission_id, p.feed, p.url, p.version, p.published_on, p.due_on, p.seen_from::DATE AS seen_from,
       first.seen_from::DATE AS first_seen, p.seen_to::DATE AS seen_on
FROM check_submission s
JOIN stg_portal_report p ON p.unit_code = s.unit_code AND p.period = s.period AND p.is_latest
JOIN stg_portal_report first ON first.feed = p.feed AND first.version = 1
WHERE s.form_code = 'annual'
