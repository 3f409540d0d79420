-- The revised figures, each with the changed reports that it comes from. Those in which this very cell changed are the reason; where
-- none is (a total that is recomputed from its parts), those that go into the figure. A year rests on the annual form where one came.
WITH changed_cell AS (
    SELECT c.change_no, f.edition, f.cell_code
    FROM submission_change c
    JOIN compared_fct_cell f
        ON f.unit_code = c.unit_code AND f.period = c.period AND f.form_code = c.form_code AND f.scope = c.scope
    GROUP BY ALL
    HAVING max(f.value) FILTER (f.side = 'former') IS DISTINCT FROM max(f.value) FILTER (f.side = 'present')
),
reached AS (
    SELECT
        f.*, c.change_no, c.unit_code AS from_unit, c.period AS from_period, c.sentence,
        x.change_no IS NOT NULL AS is_same_cell, c.form_code = 'annual' AS is_annual_form
    FROM revised_figure f
    JOIN change_reach r
        ON r.table_name = f.table_name AND r.column_name = f.column_name AND r.period = f.period
        AND r.scope = f.scope AND r.unit_code = f.unit_code
    JOIN submission_change c ON c.change_no = r.change_no
    LEFT JOIN changed_cell x ON x.change_no = c.change_no AND x.edition = f.edition AND x.cell_code = f.cell_code
),
direct AS (
    SELECT * FROM reached
    QUALIFY is_same_cell = max(is_same_cell) OVER (
        PARTITION BY table_name, column_name, period, scope, unit_code, edition, cell_code)
),
cause AS (
    SELECT * FROM direct
    QUALIFY is_annual_form = max(is_annual_form) OVER (
        PARTITION BY table_name, column_name, period, scope, unit_code, edition, cell_code, from_unit)
),
said AS (
    SELECT
        c.table_name, c.column_name, c.period, c.scope, c.unit_code, c.edition, c.cell_code,
        list(
            CASE WHEN c.from_unit = c.unit_code THEN '' ELSE u.unit_name || ' ' END
            || CASE WHEN c.from_period = c.period THEN '' ELSE p.period_name || ' ' END || c.sentence
            ORDER BY c.change_no
        ) AS sentences
    FROM cause c
    JOIN (SELECT * FROM compared_dim_unit QUALIFY side = max(side) OVER (PARTITION BY unit_code)) u ON u.unit_code = c.from_unit
    JOIN (SELECT DISTINCT period, period_name FROM compared_dim_period) p ON p.period = c.from_period
    GROUP BY ALL
),
circumstance AS (
    SELECT concat_ws('、',
        CASE WHEN f.register_fingerprint <> n.register_fingerprint THEN '单位名册变更' END,
        CASE WHEN f.catalog_fingerprint <> n.catalog_fingerprint THEN '规则或表式目录变更' END,
        CASE WHEN f.program_version <> n.program_version THEN '程序更新' END
    ) AS sentence
    FROM compared_release f
    JOIN compared_release n ON f.side = 'former' AND n.side = 'present'
)
SELECT
    f.table_name, f.column_name, f.period, f.scope, f.unit_code, f.edition, f.cell_code, f.published_value, f.value,
    f.value - f.published_value AS difference,
    CASE
        WHEN len(s.sentences) > 3 THEN array_to_string(s.sentences[1:3], '；') || ' 等 ' || len(s.sentences) || ' 项'
        WHEN s.sentences IS NOT NULL THEN array_to_string(s.sentences, '；')
        ELSE coalesce(nullif(c.sentence, ''), '重新汇总')
    END AS reason,
    $former_release_id AS former_release_id
FROM revised_figure f
LEFT JOIN said s USING (table_name, column_name, period, scope, unit_code, edition, cell_code)
LEFT JOIN circumstance c ON true
