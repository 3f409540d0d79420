-- Where the portal's figures come from, and how the last visit went.
SELECT
    s.source, s.title, s.kind,
    count(f.fetch_no) AS visits,
    count(f.fetch_no) FILTER (f.outcome = 'good') AS good,
    max(f.fetched_at) FILTER (f.outcome = 'good') AS good_at,
    arg_max_null(f.outcome, f.fetch_no) AS last_outcome,
    arg_max_null(f.detail, f.fetch_no) AS last_detail
FROM stg_portal_source s
LEFT JOIN stg_portal_fetch f ON f.source = s.source
GROUP BY s.source, s.title, s.kind
ORDER BY s.source
