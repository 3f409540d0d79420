SELECT
    u.unit_code,
    u.name AS unit_name,
    u.kind AS kind_code,
    k.label AS kind_name,
    k.group_name,
    u.parent AS parent_code,
    u.is_ranked,
    u.is_rolled_up,
    u.valid_from,
    u.valid_to,
    s.successor_codes
FROM cat_unit u
JOIN cat_unit_kind k ON k.code = u.kind
LEFT JOIN (
    SELECT unit_code, string_agg(successor_code, ';' ORDER BY successor_code) AS successor_codes
    FROM cat_succession
    GROUP BY unit_code
) s ON s.unit_code = u.unit_code
