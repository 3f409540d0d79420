-- 本季度评估各单位得多少分、组内第几、什么等次，分丢在哪几项上？
-- 设置中没有选用评估方案（scheme）就没有得分，这里也没有行。丢分逐项写明理由，见 mart.fct_score_line。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
),
lost AS (
    SELECT
        l.scheme_code, l.unit_code, l.period, count(*) AS items,
        string_agg(l.name || '：' || l.reason, '；' ORDER BY l.points - greatest(l.weight, 0), l.item_code) AS reasons
    FROM mart.fct_score_line l
    JOIN asked USING (period)
    WHERE l.state = 'scored' AND l.points < greatest(l.weight, 0)
    GROUP BY l.scheme_code, l.unit_code, l.period
)
SELECT
    s.scheme_code AS 方案, s.group_name AS 组, s.rank AS 名次, u.unit_name AS 单位, s.score AS 得分, s.full_marks AS 满分, s.band AS 等次,
    coalesce(l.items, 0) AS 丢分项数, l.reasons AS 丢分理由
FROM mart.fct_score s
JOIN asked USING (period)
JOIN mart.dim_unit u USING (unit_code)
LEFT JOIN lost l USING (scheme_code, unit_code, period)
ORDER BY s.scheme_code, s.group_name, s.rank NULLS LAST, s.unit_code;
