"""Every place in which a link is given: evidence of tasks, documents of the list 文件台账, items of a portal's column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.catalog.period import Period
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class GivenLink:
    """One cell of a report that counts, or one item of the portal (which has no file), and what is known of the links in its `text`.

    `state` is `unchecked` where nothing is known; `item` is the task or the title of the document. `broken_since` stays after
    `mended_at`, which says when it could be opened again. `addresses` are those in the text that were looked at, `url` and `state`.
    """

    unit_code: str
    unit_name: str
    period: str | None
    source: str
    kind: str
    document: str | None
    item: str | None
    text: str
    state: str
    detail: str | None
    checked_at: datetime | None
    dead_since: datetime | None
    broken_since: datetime | None
    mended_at: datetime | None
    addresses: tuple[dict[str, str], ...]
    file_name: str | None
    sheet: str | None
    address: str | None


def given_links(store: Store, period: Period | None) -> list[GivenLink]:
    """The links of a quarter, of a year, or all; by period, unit, source and place."""
    return [GivenLink(**row) for row in store.rows(_GIVEN, {"period": None if period is None else str(period)})]


_GIVEN = """
WITH report AS (
    SELECT s.submission_id, s.unit_code, s.period, r.sha256, r.file_name
    FROM core_submission s
    JOIN raw_receipt r USING (submission_id)
    WHERE s.status IN ('accepted', 'nil')
),
of_task AS (
    SELECT s.unit_code, s.period, 'task' AS source, 'evidence' AS kind, t.document, t.task_id AS item, t.evidence AS text,
           s.file_name, t.sheet, t.evidence_address AS address, t.row_no
    FROM stg_task t
    JOIN report s USING (sha256)
    WHERE t.evidence IS NOT NULL
),
of_document AS (
    SELECT s.unit_code, s.period, 'filing', k.kind, NULL, t.text, f.text, s.file_name, f.sheet, f.address, f.row_no
    FROM stg_filing f
    JOIN report s USING (sha256)
    JOIN (VALUES ('url', 'document'), ('interpretation_url', 'interpretation'), ('online_url', 'online')) AS k (field, kind)
        ON k.field = f.field
    LEFT JOIN stg_filing t ON t.sha256 = f.sha256 AND t.row_no = f.row_no AND t.field = 'title'
    WHERE f.text IS NOT NULL
),
item AS (
    SELECT i.url, arg_max(i.item_kind, fetch_no) AS kind, arg_max(i.title, fetch_no) AS title,
           arg_max(i.unit_code, fetch_no) AS unit_code, arg_max(i.published_on, fetch_no) AS published_on
    FROM stg_portal_item i
    JOIN stg_portal_source s ON s.source = i.source AND s.is_patrolled
    GROUP BY i.url
),
on_portal AS (
    SELECT coalesce(i.unit_code, root.unit_code), year(i.published_on) || 'Q' || quarter(i.published_on), 'portal', i.kind, NULL,
           i.title, i.url, NULL, NULL, NULL, 0
    FROM item i
    JOIN cat_unit root ON root.parent IS NULL
),
given AS (
    SELECT * FROM of_task UNION ALL SELECT * FROM of_document UNION ALL SELECT * FROM on_portal
),
past AS (
    SELECT text, list({'url': url, 'state': state} ORDER BY url) AS addresses, max(broken_since) AS broken_since,
           CASE WHEN count(broken_since) = count(mended_at) THEN max(mended_at) END AS mended_at
    FROM raw_link_address
    GROUP BY text
)
SELECT g.unit_code, u.name AS unit_name, g.period, g.source, g.kind, g.document, g.item, g.text,
       coalesce(l.state, 'unchecked') AS state, l.detail, l.checked_at, l.dead_since, p.broken_since, p.mended_at,
       coalesce(p.addresses, []) AS addresses, g.file_name, g.sheet, g.address
FROM given g
JOIN cat_unit u ON u.unit_code = g.unit_code
LEFT JOIN raw_link l ON l.url = g.text
LEFT JOIN past p ON p.text = g.text
WHERE $period IS NULL OR g.period = $period OR left(g.period, 4) = $period
ORDER BY g.period, g.unit_code, g.source <> 'task', g.source, g.document, g.row_no, g.kind, g.text
"""
