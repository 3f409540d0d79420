SELECT edition, cell_code, table_code, row_code, column_code, row_label, column_label, label, unit, aggregation, sort_order
FROM cat_cell
