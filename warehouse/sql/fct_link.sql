-- Each address that stands for a unit at the end of a quarter, with what the visits to it have seen: evidence of its tasks, links of the
-- documents that it has listed in the year so far, and of what the portal shows of it where a source is declared to be patrolled. A
-- successor has those of the units merged into it. A text that names no address, or that nobody has looked at, stands as written.
-- `state` is that of today, `was_dead` that of the day of the quarter's circular: what a circular said stays so when links are mended.
WITH later AS (
    SELECT p.period AS given_in, q.period
    FROM cat_period p
    JOIN cat_period q ON NOT p.is_year AND NOT q.is_year AND q.year = p.year AND q.quarter >= p.quarter
    JOIN core_period d ON d.period = q.period
),
filed AS (
    SELECT
        c.unit_code, c.period, c.title, f.text, c.submission_id, f.sheet, f.address,
        CASE f.field WHEN 'url' THEN 'document' WHEN 'interpretation_url' THEN 'interpretation' WHEN 'online_url' THEN 'online' END AS kind
    FROM core_filing c
    JOIN core_submission s ON s.submission_id = c.submission_id
    JOIN stg_filing f ON f.sha256 = s.sha256 AND f.row_no = c.row_no
    WHERE f.field IN ('url', 'interpretation_url', 'online_url') AND f.text IS NOT NULL
),
on_portal AS (
    SELECT DISTINCT i.item_kind, i.url, i.title, i.quarter, coalesce(i.unit_code, root.unit_code) AS unit_code
    FROM core_portal_item i
    JOIN stg_portal_item t ON t.url = i.url AND t.item_kind = i.item_kind
    JOIN stg_portal_source s ON s.source = t.source AND s.is_patrolled
    JOIN cat_unit root ON root.parent IS NULL
),
named AS (
    SELECT t.unit_code, t.period, 'task' AS source, 'evidence' AS kind, t.task_id AS item, t.evidence AS text,
           t.submission_id, t.sheet, coalesce(a.evidence_address, t.address) AS address
    FROM fct_task_progress t
    LEFT JOIN core_task a ON a.submission_id = t.submission_id AND a.document = t.document AND a.task_id = t.task_id
    WHERE t.evidence IS NOT NULL
    UNION ALL
    SELECT CASE WHEN l.has_handed_on THEN l.head_code ELSE f.unit_code END, q.period, 'filing', f.kind, f.title, f.text,
           f.submission_id, f.sheet, f.address
    FROM filed f
    JOIN later q ON q.given_in = f.period
    LEFT JOIN core_lineage l ON l.period = q.period AND l.unit_code = f.unit_code
    UNION ALL
    SELECT CASE WHEN l.has_handed_on THEN l.head_code ELSE i.unit_code END, q.period, 'portal', i.item_kind, i.title, i.url,
           NULL, NULL, NULL
    FROM on_portal i
    JOIN later q ON q.given_in = i.quarter
    LEFT JOIN core_lineage l ON l.period = q.period AND l.unit_code = i.unit_code
)
SELECT
    n.unit_code, n.period, n.source, n.kind, coalesce(a.url, n.text) AS url, n.item,
    count(*) OVER (PARTITION BY n.unit_code, n.period, n.source, n.kind, coalesce(a.url, n.text))::INTEGER AS place_count,
    n.submission_id, n.sheet, n.address,
    coalesce(a.state, 'unchecked') AS state,
    CASE
        WHEN a.state IS NULL THEN NULL
        WHEN m.day IS NULL THEN a.state = 'dead'
        ELSE coalesce(a.broken_since::DATE <= m.day AND coalesce(a.mended_at::DATE > m.day, true), false)
    END AS was_dead, a.detail, a.dead_since, a.broken_since, a.mended_at, a.alive_at, a.checked_at,
    coalesce(a.visits, 0) AS visits
FROM named n
LEFT JOIN raw_link_address a ON a.text = n.text
LEFT JOIN cat_milestone m ON m.period = n.period AND m.code = 'circular'
QUALIFY row_number() OVER (
    PARTITION BY n.unit_code, n.period, n.source, n.kind, coalesce(a.url, n.text) ORDER BY n.submission_id, n.item, n.address
) = 1
