-- The figures of the other quarters that count.
SELECT f.submission_id, f.unit_code, f.period, f.document, f.task_id, f.indicator_code, f.numerator, f.denominator
FROM core_task_figure f
JOIN core_submission s ON s.submission_id = f.submission_id AND s.status IN ('accepted', 'nil')
WHERE f.numerator IS NOT NULL AND f.period IS DISTINCT FROM $period
