SELECT p.period, d.period_name, p.year, p.quarter, p.is_year, p.starts_on, p.ends_on, d.due_on
FROM cat_period p
JOIN core_period d ON d.period = p.period
