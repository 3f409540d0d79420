-- An equality between the columns `expected` and `actual`. Six decimals are what a stored value has (万元: less than a fen), so exact.
CASE
    WHEN expected IS NULL OR actual IS NULL THEN 'not_assessable'
    WHEN expected::DECIMAL(38, 6) = actual::DECIMAL(38, 6) THEN 'pass'
    ELSE 'fail'
END
