-- What stands in several columns under one address is one item, as it was last seen. A document's interpretation is the one that the
-- page links to it, or else names by number, or else by its whole title: of several, the first published.
WITH item AS (
    SELECT
        item_kind,
        url,
        arg_max(title, fetch_no) AS title,
        arg_max(unit_code, fetch_no) AS unit_code,
        arg_max(document_number, fetch_no) AS document_number,
        arg_max(published_on, fetch_no) AS published_on,
        bool_or(is_normative) AS is_normative,
        arg_max(linked_url, fetch_no) AS linked_url,
        arg_max(linked_number, fetch_no) AS linked_number,
        arg_max(linked_title, fetch_no) AS linked_title
    FROM stg_portal_item
    GROUP BY item_kind, url
),
document AS (SELECT *, replace(document_number, ' ', '') AS number FROM item WHERE item_kind = 'policy_document'),
interpretation AS (SELECT *, replace(linked_number, ' ', '') AS number FROM item WHERE item_kind = 'interpretation'),
link AS (
    SELECT d.url AS document_url, i.url AS interpretation_url, i.published_on AS interpreted_on, 'url' AS linked_by
    FROM document d
    JOIN interpretation i ON i.linked_url = d.url
    UNION ALL
    SELECT d.url, i.url, i.published_on, 'number'
    FROM document d
    JOIN interpretation i ON i.number = d.number AND i.linked_url IS DISTINCT FROM d.url
    UNION ALL
    -- A title alone leads to a document only where the page names none otherwise.
    SELECT d.url, i.url, i.published_on, 'title'
    FROM document d
    JOIN interpretation i ON i.linked_title = coalesce(nullif(regexp_extract(d.title, '《(.+)》', 1), ''), d.title)
    WHERE i.linked_url IS NULL AND i.number IS NULL
),
first_link AS (
    SELECT * FROM link
    QUALIFY row_number() OVER (PARTITION BY document_url ORDER BY interpreted_on, interpretation_url) = 1
)
SELECT
    item.item_kind,
    item.url,
    item.title,
    item.unit_code,
    item.document_number,
    item.published_on,
    year(item.published_on) || 'Q' || quarter(item.published_on) AS quarter,
    item.is_normative,
    l.interpretation_url,
    l.interpreted_on,
    l.linked_by
FROM item
LEFT JOIN first_link l ON l.document_url = item.url AND item.item_kind = 'policy_document'
