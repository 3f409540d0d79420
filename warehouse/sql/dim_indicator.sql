SELECT
    i.indicator_code, i.name, i.group_name, i.unit, i.direction, n.name AS numerator_name, d.name AS denominator_name, i.definition,
    i.basis, i.operator, i.threshold, i.judged_over, i.due_quarter, i.indicator_order
FROM cat_indicator i
JOIN cat_measure n ON n.measure_code = i.numerator_code
LEFT JOIN cat_measure d ON d.measure_code = i.denominator_code
