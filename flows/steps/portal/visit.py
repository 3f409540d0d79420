"""Portal: fetch the declared sources, land what came, stage it; what is damaged is quarantined and the last good one stays in use."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.sources.portal import Known, Visit, fetch_portal
from flows.sources.portal_visit import LISTED
from flows.sources.portal_web import PortalError, PortalSettings
from flows.steps.intake import archive_of, journal_of, local_now
from flows.steps.marks import check_none_lost
from flows.steps.portal.landing import land_visits, last_pages, state_folder
from flows.steps.portal.sources import sources_named
from flows.steps.state import refresh
from warehouse.catalog.portal import Source
from warehouse.locks import writer_lock
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """What a visit to a feed came to. `outcome` is good, quarantined or failed; `records` its rows, `new_items` those not seen before."""

    source: str
    feed: str
    title: str
    outcome: str
    is_changed: bool
    pages: int
    records: int | None
    new_items: int
    fault_code: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class PortalSummary:
    """What a run came to. `unknown_units` are names on the portal that the register does not have, with how often they occur."""

    sources: tuple[SourceOutcome, ...]
    unknown_units: dict[str, int]
    errors: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """A sentence for every feed that was quarantined or did not come."""
        said = {"quarantined": "已隔离，沿用上次的数据", "failed": "没有取到，已在用的数据不变"}
        return tuple(
            f"{one.title}（{one.feed}）{said[one.outcome]}：{one.detail}" for one in self.sources if one.outcome in said
        )


def fetch(workspace: Workspace, names: Sequence[str] = (), settings: PortalSettings | None = None) -> tuple[Visit, ...]:
    """Fetches the sources of these codes, or all. The one step that needs the network. Raises CatalogError, WorkspaceError,
    StoreBusyError while another fetch is under way: two would ask the same hosts side by side.
    """
    sources = sources_named(workspace, names)
    state = state_folder(workspace)
    state.mkdir(parents=True, exist_ok=True)
    with writer_lock(state / "fetching.lock"):
        known = Known(
            root=workspace.root,
            archive=archive_of(workspace),
            state_dir=state,
            words=workspace.catalog.portal,
            last=last_pages(workspace, journal_of(workspace)),
            secret_of=_secret,
        )
        return fetch_portal(sources, known, settings or PortalSettings(connect_to=workspace.connect_to))


def land_and_stage(workspace: Workspace, visits: Sequence[Visit], as_of: datetime | None = None) -> PortalSummary:
    """Journals the visits and stages them. Raises StoreBusyError while another run writes, JournalError."""
    with open_store(workspace.warehouse) as store:
        check_none_lost(store, workspace)
        events = land_visits(workspace, visits, as_of or local_now())
        errors = refresh(store, workspace).errors
        outcomes = _outcomes(store, [event.number for event in events], visits)
        return PortalSummary(outcomes, _unknown_units(store), errors)


def _secret(source: Source) -> Mapping[str, str]:
    """The header that lets us in, from the environment; it is kept nowhere else. Raises PortalError where it is not set."""
    if source.token is None:
        return {}
    secret = os.environ.get(source.token.env)
    if not secret:
        raise PortalError(source.token.env, code="TOKEN")
    return {source.token.header: f"{source.token.prefix}{secret}"}


def _outcomes(store: Store, numbers: Sequence[int], visits: Sequence[Visit]) -> tuple[SourceOutcome, ...]:
    rows = store.rows(
        """SELECT f.*, coalesce(n.new_items, 0) AS new_items FROM stg_portal_fetch f
           LEFT JOIN (SELECT first_fetch_no, count(*) AS new_items FROM stg_portal_item GROUP BY ALL) n
               ON n.first_fetch_no = f.fetch_no
           WHERE f.fetch_no IN (SELECT unnest($numbers::BIGINT[]))""",
        {"numbers": list(numbers)},
    )
    staged = {row["feed"]: row for row in rows}
    return tuple(_outcome(visit, staged[visit.feed.name]) for visit in visits)


def _outcome(visit: Visit, row: Mapping[str, Any]) -> SourceOutcome:
    told = {name: row[name] for name in ("source", "feed", "outcome", "new_items", "fault_code", "detail")}
    return SourceOutcome(
        **told,
        title=visit.feed.source.title,
        is_changed=visit.is_new,
        pages=sum(page.role == LISTED for page in visit.pages),
        records=row["record_count"],
    )


def _unknown_units(store: Store) -> dict[str, int]:
    rows = store.rows(
        """SELECT unit_text, count(*) AS n FROM (
               SELECT unit_text FROM stg_portal_item WHERE unit_code IS NULL
               UNION ALL SELECT unit_text FROM stg_portal_figure WHERE unit_code IS NULL
           ) WHERE unit_text IS NOT NULL GROUP BY unit_text ORDER BY n DESC, unit_text"""
    )
    return {row["unit_text"]: row["n"] for row in rows}
