-- The columns of a check that a claim k of the text gives, with the name of its subject: t. A place in the text stands for an address.
NULL AS table_code, NULL AS row_code, NULL AS column_code, NULL AS sheet, k.place AS address, k.text
