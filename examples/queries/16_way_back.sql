-- 全区这个数是由哪些单位的哪份报送、哪个文件、哪张表、哪一格加起来的？
-- 文件以 SHA-256 命名，原样在档案 archive/ 中；zwgk trace 2025Q1 汇总 T3:new.total 还给出文件名和格中原文。
WITH asked AS (  -- 换季度：改成 SELECT '2025Q1' AS period
    SELECT period FROM mart.dim_period WHERE NOT is_year ORDER BY ends_on DESC LIMIT 1
)
SELECT
    u.unit_name AS 单位, f.value AS 数值, f.state AS 读法, f.submission_id AS 报送编号, s.version AS 版本, s.received_at AS 收到,
    f.sha256 AS 文件, f.sheet AS 工作表, f.address AS 单元格, sum(f.value) OVER () AS 各单位之和, r.value AS 全区数
FROM mart.fct_cell f
JOIN asked USING (period)
JOIN mart.dim_unit u ON u.unit_code = f.unit_code AND u.is_rolled_up
JOIN mart.fct_submission s USING (submission_id)
JOIN mart.rpt_quarterly_units r
    ON r.period = f.period AND r.scope = 'aggregate' AND r.edition = f.edition AND r.cell_code = f.cell_code
WHERE f.scope = 'own' AND f.form_code = 'quarter' AND f.cell_code = 'T3:new.total'  -- 换项目：改代码，见 mart.dim_cell
ORDER BY f.unit_code;
