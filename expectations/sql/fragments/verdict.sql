-- An equality between the aliases `expected` and `actual` of the SELECT; no table in its FROM may have columns of these names, which
-- would go first. Six decimals are what a stored value has (万元: less than a fen), so exact.
CASE
    WHEN expected IS NULL OR actual IS NULL THEN 'not_assessable'
    WHEN expected::DECIMAL(38, 6) = actual::DECIMAL(38, 6) THEN 'pass'
    ELSE 'fail'
END
