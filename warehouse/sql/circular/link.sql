-- The links of units that can't be opened, each address once a unit and use.
SELECT l.unit_code, l.kind, l.item, l.url, CAST(l.broken_since AS DATE) AS dead_since
FROM published_fct_link l
JOIN published_dim_unit u ON u.unit_code = l.unit_code
WHERE l.period = $period AND l.was_dead AND u.parent_code IS NOT NULL
ORDER BY l.unit_code, l.kind, l.item, l.url
