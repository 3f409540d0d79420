-- What is answered or counted is of a task of this unit in this quarter; what is not goes nowhere.
WITH answered AS (
    SELECT
        t.submission_id, 'task:' || t.row_no AS check_key, t.document, t.task_id,
        '任务“' || coalesce(t.document || ' ', '') || t.task_id || '”' AS named,
        NULL AS indicator_code, t.sheet, t.address, t.status_text AS text
    FROM check_task AS t
    WHERE t.is_answered
    UNION ALL
    SELECT
        f.submission_id, 'figure:' || f.row_no, f.document, f.task_id,
        '指标“' || coalesce(f.document || ' ', '') || f.task_id || ' ' || coalesce(f.indicator_code, '') || '”',
        coalesce(f.indicator_code, ''), f.sheet, f.numerator_address, f.numerator_text
    FROM check_task_figure AS f
    WHERE f.numerator_state <> 'blank' OR f.denominator_state <> 'blank'
),
known AS (
    SELECT
        a.*, s.unit_code, u.task_id IS NOT NULL AS is_held,
        k.task_id IS NOT NULL AND (a.indicator_code IS NULL OR i.indicator_code IS NOT NULL) AS is_declared
    FROM answered AS a
    JOIN check_submission AS s ON s.submission_id = a.submission_id
    LEFT JOIN cat_task AS k ON k.document = a.document AND k.task_id = a.task_id
    LEFT JOIN cat_task_indicator AS i
        ON i.document = a.document AND i.task_id = a.task_id AND i.indicator_code = a.indicator_code
    LEFT JOIN check_task_unit AS u
        ON u.submission_id = a.submission_id AND u.document = a.document AND u.task_id = a.task_id
)
SELECT
    '$rule_id' AS rule_id,
    submission_id,
    check_key,
    CASE
        WHEN unit_code IS NULL THEN 'not_assessable'
        WHEN is_held AND is_declared THEN 'pass'
        ELSE 'fail'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    sheet, address, text,
    named || CASE WHEN is_declared THEN '在本期不由本单位承担' ELSE '在工作要点中没有' END AS detail
FROM known
