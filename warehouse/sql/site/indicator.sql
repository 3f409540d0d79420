-- The indicators that have any row, in their order.
SELECT i.*
FROM published_dim_indicator i
WHERE i.indicator_code IN (SELECT indicator_code FROM published_fct_indicator)
ORDER BY i.indicator_order
