-- 报送质量一期一期怎样变化：收到几份、首报就通过的几家、退回几份，哪条规则退回最多？
-- 首报通过率的分母是报过的单位；同一单位退回三次也只是一家。
WITH quality AS (
    SELECT
        s.period, count(*) AS received, count(DISTINCT s.unit_code) AS units,
        count(*) FILTER (WHERE s.status IN ('returned', 'unreadable')) AS returned,
        count(DISTINCT s.unit_code) FILTER (WHERE s.version = 1 AND s.status NOT IN ('returned', 'unreadable')) AS at_once
    FROM mart.fct_submission s
    WHERE s.scope = 'own' AND s.status <> 'duplicate' AND s.period IS NOT NULL
    GROUP BY s.period
),
finding AS (
    SELECT
        s.period, v.rule_id, count(*) AS findings,
        row_number() OVER (PARTITION BY s.period ORDER BY count(*) DESC, v.rule_id) AS place
    FROM mart.dq_violation v
    JOIN mart.fct_submission s USING (submission_id)
    WHERE v.severity = 'error'
    GROUP BY s.period, v.rule_id
)
SELECT
    p.period_name AS 报告期, q.received AS 收到, q.units AS 报送单位, q.returned AS 退回, q.at_once AS 首报通过,
    round(q.at_once / nullif(q.units, 0), 4) AS 首报通过率, f.rule_id AS 最多的问题, f.findings AS 处数
FROM quality q
JOIN mart.dim_period p USING (period)
LEFT JOIN finding f ON f.period = q.period AND f.place = 1
ORDER BY p.ends_on, p.is_year;
