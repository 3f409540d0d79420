-- A claim k and the figure f of the table differ by exactly ten thousand, either way: 元 and 万元 were taken for each other.
k.value > 0 AND (f.value = k.value::DECIMAL(38, 6) * 10000 OR k.value = f.value * 10000)
