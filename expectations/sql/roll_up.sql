-- A 汇总 is the sum of the units in it, in every cell; a unit that left the cell blank leaves the sum unknown.
WITH $sheet_cell,
printed AS (
    SELECT parent_code, member_code, period, form_code, cell_code, value FROM member_cell
    UNION ALL
    SELECT v.parent_code, v.member_code, v.period, v.form_code, p.merged_into,
        CASE WHEN count(v.value) = any_value(p.parts) THEN sum(v.value) END
    FROM member_cell AS v
    JOIN (SELECT cell_code, merged_into, count(*) OVER (PARTITION BY edition, merged_into) AS parts FROM part) AS p
        ON p.cell_code = v.cell_code
    ANTI JOIN member_cell AS w
        ON w.parent_code = v.parent_code AND w.member_code = v.member_code AND w.period = v.period
        AND w.form_code = v.form_code AND w.cell_code = p.merged_into
    GROUP BY v.parent_code, v.member_code, v.period, v.form_code, p.merged_into
),
summed AS (
    SELECT
        parent_code, period, form_code, cell_code,
        CASE WHEN count(*) = count(value) THEN sum(value) END AS value
    FROM printed
    GROUP BY parent_code, period, form_code, cell_code
)
SELECT
    '$rule_id' AS rule_id,
    c.submission_id,
    c.cell_code AS check_key,
    m.value AS expected,
    c.value AS actual,
    $verdict AS outcome,
    c.table_code, c.row_code, c.column_code, c.cell_code, c.sheet, c.address, c.text, NULL AS detail
FROM sheet_cell AS c
LEFT JOIN summed AS m
    ON m.parent_code = c.unit_code AND m.period = c.period AND m.form_code = c.form_code AND m.cell_code = c.cell_code
WHERE c.scope = 'aggregate'
