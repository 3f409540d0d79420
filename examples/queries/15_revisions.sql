-- 这一版与上一版相比，改了哪些数，原来多少、现在多少，为什么？
-- 新发布的报告期不算修订。要比不相邻的两版，用 zwgk diff；每一版各有自己的这张表。
SELECT
    r.former_release_id AS 上一版, r.release_id AS 本版, p.period_name AS 报告期, u.unit_name AS 单位, r.scope AS 口径, d.label AS 项目,
    r.column_name AS 列, r.published_value AS 原为, r.value AS 现为, r.difference AS 相差, r.reason AS 原因
FROM mart.rpt_revision r
JOIN mart.dim_period p USING (period)
JOIN mart.dim_unit u USING (unit_code)
JOIN mart.dim_cell d ON d.edition = r.edition AND d.cell_code = r.cell_code
ORDER BY p.starts_on, r.scope, r.unit_code, d.sort_order, r.column_name;
