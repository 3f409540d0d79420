-- Figures are counts; a ratio has both, and its part is in its whole. What is asked of the worst of several events needs the number of
-- events only where there were none.
WITH stated AS (
    SELECT
        f.*, i.name, i.unit = 'ratio' AS is_ratio, i.has_denominator,
        f.numerator_state NOT IN ('number', 'zero', 'blank') OR f.numerator < 0 AS is_bad,
        f.denominator_state NOT IN ('number', 'zero', 'blank') OR f.denominator < 0 AS is_other_bad
    FROM check_task_figure AS f
    LEFT JOIN cat_task_indicator AS i
        ON i.document = f.document AND i.task_id = f.task_id AND i.indicator_code = f.indicator_code
),
judged AS (
    SELECT
        *,
        CASE
            WHEN is_bad THEN '数值一应为不小于 0 的数字'
            WHEN is_other_bad THEN '数值二应为不小于 0 的数字'
            WHEN numerator IS NULL AND (is_ratio OR (has_denominator AND denominator > 0)) THEN '填了数值二，没有填数值一'
            WHEN is_ratio AND denominator IS NULL THEN '填了数值一，没有填数值二'
            WHEN is_ratio AND numerator > denominator THEN '数值一（' || trim(printf('%g', numerator::DOUBLE)) || '）大于数值二（'
                || trim(printf('%g', denominator::DOUBLE)) || '），部分不应大于全部'
        END AS wrong,
        is_other_bad AND NOT is_bad OR (is_ratio AND numerator IS NOT NULL AND denominator IS NULL AND NOT is_bad) AS is_about_other
    FROM stated
)
SELECT
    '$rule_id' AS rule_id,
    f.submission_id,
    'figure:' || f.row_no AS check_key,
    CASE
        WHEN f.numerator_state = 'blank' AND f.denominator_state = 'blank' THEN 'not_assessable'
        WHEN f.wrong IS NOT NULL THEN 'fail'
        ELSE 'pass'
    END AS outcome,
    NULL AS expected, NULL AS actual,
    NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS cell_code,
    f.sheet,
    CASE WHEN f.is_about_other THEN coalesce(f.denominator_address, f.numerator_address) ELSE f.numerator_address END AS address,
    CASE WHEN f.is_about_other THEN f.denominator_text ELSE f.numerator_text END AS text,
    '任务“' || f.task_id || '”的指标“' || coalesce(f.name, f.indicator_code, '') || '”' || f.wrong AS detail
FROM judged AS f
JOIN check_submission AS s ON s.submission_id = f.submission_id
