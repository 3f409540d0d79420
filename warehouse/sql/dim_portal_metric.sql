SELECT metric_code, name, unit, definition, origin, source_kinds, aggregation, numerator_code, denominator_code FROM cat_portal_metric
