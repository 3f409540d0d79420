"""Links: looks at the pages that units name as evidence and for their documents, and at what the portal shows, and keeps what was seen.

The network is asked between two short looks at the working database, which so stays free for others meanwhile.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.sources.links import LinkLimits, fetch_links
from flows.steps.build import build_tables
from flows.steps.intake import archive_of, journal_of, local_now
from flows.steps.links.given import GivenLink, given_links
from flows.steps.links.history import LinkHistory, land_visit, read_link_history
from flows.steps.state import refresh
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import Workspace

_KEPT_FOR = timedelta(hours=23)  # a day, less what a daily run may start earlier than the one before


@dataclass(frozen=True, slots=True)
class LinksSummary:
    """One visit. `asked`: addresses that were looked at now; `kept`: seen within a day and not asked again; `put_off`: there was no
    time for them, or their host wanted to be left alone: the next visit begins with them. `links` is every place that gives one.
    """

    asked: int
    kept: int
    put_off: int
    links: tuple[GivenLink, ...]

    @property
    def by_unit(self) -> dict[str, dict[str, int]]:
        """How many addresses each unit gives by state, each once (a text of which none is known counts as one); units as in `links`."""
        states: dict[str, dict[str, str]] = {}
        for link in self.links:
            known = {one["url"]: one["state"] for one in link.addresses} or {link.text: link.state}
            states.setdefault(link.unit_name, {}).update(known)
        return {unit: dict(Counter(found.values())) for unit, found in states.items()}


def check_links(
    workspace: Workspace,
    period: Period | None = None,
    *,
    is_again: bool = False,
    as_of: datetime | None = None,
    limits: LinkLimits | None = None,
) -> LinksSummary:
    """Looks at every link given in reports that count and on the portal (of a quarter, a year, or all), but for those seen within a day.

    `is_again` asks for those too. Raises SourceError where nobody at all can be reached.
    """
    at = as_of or local_now()
    with open_store(workspace.warehouse) as store:
        refresh(store, workspace)
        cells = {link.text: workspace.catalog.links.addresses(link.text) for link in given_links(store, period)}
    history = read_link_history(journal_of(workspace), archive_of(workspace))
    addresses = list(dict.fromkeys(address for found in cells.values() for address in found))
    due = addresses if is_again else [one for one in addresses if _is_due(history, one, at)]
    due.sort(key=lambda one: history.addresses[one].checked_at if one in history.addresses else datetime.min)
    limits = limits or LinkLimits(connect_to=workspace.connect_to)
    answers = fetch_links(due, workspace.catalog.links, workspace.settings.link_hosts, limits)
    with open_store(workspace.warehouse) as store:
        is_new = bool(answers) or any(history.cells.get(text) != found for text, found in cells.items() if found)
        if is_new:
            land_visit(workspace, answers.values(), cells, at)
        refresh(store, workspace)
        if is_new:
            build_tables(store)
        links = tuple(_said(link, has_address=bool(cells.get(link.text))) for link in given_links(store, period))
    return LinksSummary(len(answers), len(addresses) - len(due), len(due) - len(answers), links)


def _is_due(history: LinkHistory, address: str, at: datetime) -> bool:
    seen = history.addresses.get(address)
    return seen is None or at - seen.checked_at >= _KEPT_FOR


def _said(link: GivenLink, *, has_address: bool) -> GivenLink:
    """Why nothing is known of a link yet."""
    if link.state != "unchecked":
        return link
    return replace(link, detail="留待下次巡检" if has_address else "没有写网页地址，无从巡检")
