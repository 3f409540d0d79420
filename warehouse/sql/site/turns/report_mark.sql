-- By report that counts a mark of all that report_cell gives of it: its cells, and what stands in its file. Taken of the rows as they lie,
-- for to put the cells in order takes ten times as long.
WITH shown AS (
    SELECT submission_id, sha256, count(*) AS n, sum(h::HUGEINT) AS added, bit_xor(hash(h)) AS combined
    FROM (SELECT submission_id, sha256, hash(whole_row) AS h FROM published_fct_cell AS whole_row)
    WHERE submission_id IN (SELECT unnest($submissions::BIGINT[]))
    GROUP BY submission_id, sha256
),
written AS (
    SELECT sha256, count(*) AS n, sum(h::HUGEINT) AS added, bit_xor(hash(h)) AS combined
    FROM (SELECT sha256, hash(whole_row) AS h FROM stg_cell AS whole_row)
    WHERE sha256 IN (SELECT sha256 FROM shown)
    GROUP BY sha256
)
SELECT
    s.submission_id,
    string_agg(concat_ws(':', s.n, s.added, s.combined, w.n, w.added, w.combined), ' ' ORDER BY s.sha256) AS mark
FROM shown s
LEFT JOIN written w ON w.sha256 = s.sha256
GROUP BY s.submission_id
