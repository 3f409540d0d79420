-- Periods that the former release knows nothing of.
SELECT period_name
FROM compared_dim_period
WHERE period IN (SELECT period FROM compared_fct_cell WHERE side = 'present' EXCEPT SELECT period FROM compared_fct_cell WHERE side = 'former')
    AND side = 'present'
ORDER BY ends_on, is_year
