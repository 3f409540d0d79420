-- What is listed behind a whole (其中……) is not more than it, and comes to it where it says to be all of it (由……组成).
-- The classes that a paragraph lists come to the whole that it names; where it lists not all of them, those left out must be 0 in the
-- table. More than the whole is wrong in any case.
WITH told AS (
    SELECT submission_id, paragraph, year, subject, min_by(value, claim_no) AS value
    FROM check_claim
    WHERE kind = 'figure'
    GROUP BY submission_id, paragraph, year, subject
),
whole AS (
    SELECT k.submission_id, k.paragraph, k.year, k.subject, min(k.claim_no) AS claim_no, list(DISTINCT k.value) AS said
    FROM check_claim AS k
    WHERE k.kind = 'figure' AND k.subject IN (SELECT part_of FROM cat_claim_subject)
    GROUP BY k.submission_id, k.paragraph, k.year, k.subject
),
named AS (
    SELECT w.submission_id, w.paragraph, w.year, w.subject AS whole, n.subject, n.value, k.cell_code
    FROM whole AS w
    JOIN told AS n ON n.submission_id = w.submission_id AND n.paragraph = w.paragraph AND n.year = w.year
    JOIN cat_claim_subject AS c ON c.subject = n.subject AND c.part_of = w.subject
    JOIN check_submission AS s ON s.submission_id = w.submission_id
    JOIN cat_claim_cell AS k ON k.edition = s.edition AND k.subject = n.subject AND k.role = 'figure'
),
sized AS (
    SELECT *, count(*) OVER (PARTITION BY submission_id, paragraph, year, whole, subject) AS cells FROM named
),
part AS (  -- 予以公开 is not added to 予以公开和部分公开
    SELECT submission_id, paragraph, year, whole, subject, any_value(value) AS value
    FROM sized AS n
    WHERE NOT EXISTS (
        SELECT 1
        FROM sized AS o
        WHERE o.submission_id = n.submission_id AND o.paragraph = n.paragraph AND o.year = n.year
            AND o.cell_code = n.cell_code AND o.cells > n.cells
    )
    GROUP BY submission_id, paragraph, year, whole, subject
),
covered AS (
    SELECT DISTINCT submission_id, paragraph, whole, cell_code FROM named
),
listed AS (
    SELECT DISTINCT p.submission_id, p.paragraph, p.whole, k.cell_code, k.merged_into
    FROM (SELECT DISTINCT submission_id, paragraph, whole FROM part) AS p
    JOIN check_submission AS s ON s.submission_id = p.submission_id
    JOIN cat_claim_subject AS c ON c.part_of = p.whole
    JOIN cat_claim_cell AS k ON k.edition = s.edition AND k.subject = c.subject AND k.role = 'figure'
),
listed_cell AS (
    SELECT c.submission_id, c.cell_code, c.value FROM check_cell AS c SEMI JOIN listed AS l ON l.submission_id = c.submission_id
),
rest AS (  -- classes that the paragraph does not name, in the table
    SELECT
        l.submission_id, l.paragraph, l.whole,
        count(*) AS cells,
        sum(coalesce(c.value, m.value)) AS value,
        count(coalesce(c.value, m.value)) AS known
    FROM listed AS l
    ANTI JOIN covered AS v
        ON v.submission_id = l.submission_id AND v.paragraph = l.paragraph AND v.whole = l.whole AND v.cell_code = l.cell_code
    LEFT JOIN listed_cell AS c ON c.submission_id = l.submission_id AND c.cell_code = l.cell_code
    LEFT JOIN listed_cell AS m ON m.submission_id = l.submission_id AND m.cell_code = l.merged_into
    GROUP BY l.submission_id, l.paragraph, l.whole
),
summed AS (
    SELECT submission_id, paragraph, year, whole, sum(value) AS value, count(*) AS parts
    FROM part
    GROUP BY submission_id, paragraph, year, whole
)
SELECT
    '$rule_id' AS rule_id,
    k.submission_id,
    k.claim_no::VARCHAR AS check_key,
    CASE
        WHEN list_contains(w.said, n.value) THEN 'pass'
        WHEN n.value > list_max(w.said) THEN 'fail'
        WHEN r.cells IS NULL OR (r.known = r.cells AND r.value = 0) THEN 'fail'
        ELSE 'not_assessable'
    END AS outcome,
    k.value AS expected,
    n.value AS actual,
    $told,
    NULL AS cell_code, t.label AS detail
FROM summed AS n
JOIN whole AS w ON w.submission_id = n.submission_id AND w.paragraph = n.paragraph AND w.year = n.year AND w.subject = n.whole
JOIN check_claim AS k ON k.submission_id = w.submission_id AND k.claim_no = w.claim_no
JOIN check_submission AS s ON s.submission_id = k.submission_id
JOIN cat_period AS p ON p.period = s.period AND p.year = n.year
JOIN cat_claim_subject AS t ON t.subject = n.whole
LEFT JOIN rest AS r ON r.submission_id = n.submission_id AND r.paragraph = n.paragraph AND r.whole = n.whole
WHERE n.parts > 1
UNION ALL
SELECT
    '$rule_id', k.submission_id, 'sum ' || k.claim_no,
    CASE WHEN k.part = k.value OR (k.part < k.value AND k.detail IS NULL) THEN 'pass' ELSE 'fail' END,
    k.value, k.part,
    $told,
    NULL, NULL
FROM check_claim AS k
WHERE k.kind = 'sum'
