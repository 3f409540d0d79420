"""Links: looks at the evidence that units name for their tasks, and keeps what was seen.

The network is asked between two short looks at the working database, which so stays free for others meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.sources.links import LinkLimits, fetch_links
from flows.steps.build import build_tables
from flows.steps.intake import archive_of, journal_of, local_now
from flows.steps.links.history import LinkHistory, land_visit, read_link_history
from flows.steps.state import refresh
from warehouse.catalog.period import Period
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace

_KEPT_FOR = timedelta(hours=23)  # a day, less what a daily run may start earlier than the one before


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """One cell of evidence in a task report that counts, and what is known of it; `state` `unchecked` where nothing is."""

    unit_code: str
    unit_name: str
    period: str
    document: str
    task_id: str
    evidence: str
    state: str
    detail: str | None
    checked_at: datetime | None
    dead_since: datetime | None
    file_name: str
    sheet: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class LinksSummary:
    """One visit. `asked`: addresses that were looked at now; `kept`: seen within a day and not asked again; `put_off`: there was no
    time for them, or their host wanted to be left alone: the next visit begins with them. `links` is every cell of evidence.
    """

    asked: int
    kept: int
    put_off: int
    links: tuple[EvidenceLink, ...]


def check_links(
    workspace: Workspace,
    period: Period | None = None,
    *,
    is_again: bool = False,
    as_of: datetime | None = None,
    limits: LinkLimits | None = None,
) -> LinksSummary:
    """Looks at every link of the task reports that count (of a quarter, a year, or all), but for those seen within a day.

    `is_again` asks for those too. Raises SourceError where nobody at all can be reached.
    """
    at = as_of or local_now()
    with open_store(workspace.database) as store:
        refresh(store, workspace)
        cells = {link.evidence: workspace.catalog.links.addresses(link.evidence) for link in _links(store, period)}
    history = read_link_history(journal_of(workspace), archive_of(workspace))
    addresses = list(dict.fromkeys(address for found in cells.values() for address in found))
    due = addresses if is_again else [one for one in addresses if _is_due(history, one, at)]
    due.sort(key=lambda one: history.addresses[one].checked_at if one in history.addresses else datetime.min)
    answers = fetch_links(due, workspace.catalog.links, workspace.settings.link_hosts, limits)
    with open_store(workspace.database) as store:
        if answers or any(history.cells.get(text) != found for text, found in cells.items() if found):
            land_visit(workspace, answers.values(), cells, at)
            refresh(store, workspace)
            build_tables(store)
        links = tuple(_said(link, has_address=bool(cells.get(link.evidence))) for link in _links(store, period))
    return LinksSummary(len(answers), len(addresses) - len(due), len(due) - len(answers), links)


def _is_due(history: LinkHistory, address: str, at: datetime) -> bool:
    seen = history.addresses.get(address)
    return seen is None or at - seen.checked_at >= _KEPT_FOR


def _said(link: EvidenceLink, *, has_address: bool) -> EvidenceLink:
    """Why nothing is known of a link yet."""
    if link.state != "unchecked":
        return link
    return replace(link, detail="留待下次巡检" if has_address else "没有写网页地址，无从巡检")


def _links(store: Store, period: Period | None) -> list[EvidenceLink]:
    rows = store.rows(
        """SELECT s.unit_code, u.unit_name, s.period, t.document, t.task_id, t.evidence, coalesce(l.state, 'unchecked') AS state,
                  l.detail, l.checked_at, l.dead_since, r.file_name, t.sheet, t.evidence_address AS address
           FROM stg_task t
           JOIN raw_receipt r USING (sha256)
           JOIN core_submission s USING (submission_id)
           JOIN dim_unit u ON u.unit_code = s.unit_code
           LEFT JOIN raw_link l ON l.url = t.evidence
           WHERE s.status IN ('accepted', 'nil') AND t.evidence IS NOT NULL
             AND ($period IS NULL OR s.period = $period OR left(s.period, 4) = $period)
           ORDER BY s.period, s.unit_code, t.document, t.row_no""",
        {"period": None if period is None else str(period)},
    )
    return [EvidenceLink(**row) for row in rows]
