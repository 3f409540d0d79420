-- 本季度评估各单位得多少分、组内第几、什么等次，分丢在哪几项上？
-- 设置中没有选用评估方案（scheme）就没有得分，这里也没有行。加分项没有加到的不算丢分。逐项的计算见 mart.fct_score_line。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
),
lost AS (
    SELECT
        l.scheme_code, l.unit_code, l.period, l.item_code, l.name, l.reason,
        CASE WHEN l.weight_in_force IS NULL OR l.kind IN ('bonus', 'penalty') THEN 0 ELSE l.weight_in_force END - l.points AS points
    FROM mart.fct_score_line l
    JOIN asked USING (period)
),
told AS (
    SELECT
        scheme_code, unit_code, period, count(*) AS items, sum(points) AS points,
        string_agg(name || '：' || reason, '' ORDER BY points DESC, item_code) AS reasons
    FROM lost
    WHERE points > 0
    GROUP BY scheme_code, unit_code, period
)
SELECT
    s.scheme_name AS 方案, s.group_name AS 组, s.rank AS 名次, s.ranked_count AS 参加排名, u.unit_name AS 单位, s.score AS 得分,
    s.full_marks AS 满分, s.band AS 等次, coalesce(t.items, 0) AS 丢分项数, coalesce(t.points, 0) AS 丢分, t.reasons AS 丢分理由
FROM mart.fct_score s
JOIN asked USING (period)
JOIN mart.dim_unit u USING (unit_code)
LEFT JOIN told t USING (scheme_code, unit_code, period)
ORDER BY s.scheme_code, s.group_name, s.rank NULLS LAST, s.score DESC NULLS LAST, s.unit_code;
