"""Landed visits to staged rows, in the order in which they came: each is believed or quarantined by what was good before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from flows.sources.portal_visit import Page
from flows.steps.intake import archive_of
from flows.steps.portal.folding import Folded, Row
from flows.steps.portal.landing import read_pages
from flows.steps.portal.reading import VisitReader
from flows.steps.portal.sources import sources_of
from transforms.portal.answer import DamageError
from transforms.portal.feed import refuse_drop
from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.milestones import milestone_day
from warehouse.catalog.period import Period
from warehouse.catalog.portal import ReportAt, ReportPage, Source
from warehouse.catalog.portal_files import source_fingerprint
from warehouse.store import Store
from warehouse.tables import tables
from warehouse.workspace import Workspace

_OF_SOURCE = ("stg_portal_fetch", "stg_portal_item", "stg_portal_figure", "stg_portal_report")
_CELLS = "stg_portal_report_cell"
PORTAL_TABLES = ("stg_portal_source", *_OF_SOURCE, _CELLS)


def stage_portal(store: Store, workspace: Workspace) -> int:
    """Stages the visits that are not staged yet, and gives their number. A source that was declared anew is read anew, from the first visit."""
    sources = sources_of(workspace)
    _forget_changed(store, workspace, sources)
    waiting = store.rows(
        """SELECT * FROM raw_portal_fetch
           WHERE fetch_no NOT IN (SELECT fetch_no FROM stg_portal_fetch) AND source IN (SELECT source FROM stg_portal_source)
           ORDER BY fetch_no"""
    )
    if not waiting:
        return 0
    from flows.sources.portal import feeds_of  # a run without new visits loads nothing that fetches

    reader = VisitReader(archive_of(workspace), workspace.catalog, workspace.register, workspace.settings.workers)
    for source in sources:
        feeds = {feed.name for feed in feeds_of(source)}  # a report that is no longer declared is nobody's
        own = [row for row in waiting if row["feed"] in feeds]
        if own:
            _Staging(store, workspace, source, reader).stage(own)
    return len(waiting)


@dataclass(slots=True)
class _Staging:
    """One source's visits being staged."""

    store: Store
    workspace: Workspace
    source: Source
    reader: VisitReader
    _good: dict[str, tuple[int, date]] = field(default_factory=dict)

    def stage(self, visits: Sequence[Row]) -> None:
        folded = Folded.held(self.store, self.source, self.workspace.register)
        self._good = _last_good(self.store, self.source)
        if isinstance(self.source, ReportPage):
            landed = [visit["sha256"] for visit in visits if visit["sha256"] is not None]
            self.reader.read_ahead(read_pages(self.reader.archive, sha256)[0].sha256 for sha256 in landed)
        outcomes = [self._outcome(visit, folded) for visit in visits]
        with self.store.transaction():
            self.store.insert("stg_portal_fetch", _frame("stg_portal_fetch", outcomes))
            for table, rows in folded.rows().items():
                _delete(self.store, table, self.source.code)
                self.store.insert(table, _frame(table, rows))

    def _outcome(self, visit: Row, folded: Folded) -> Row:
        base = {name: visit[name] for name in ("fetch_no", "source", "feed", "fetched_at")}
        blank = {"record_count": None, "flawed_count": None}
        if visit["sha256"] is None:
            told = {"fault_code": visit["fault_code"], "detail": visit["detail"]}
            return {**base, **blank, **told, "outcome": "failed"}
        pages = read_pages(self.reader.archive, visit["sha256"])
        try:
            rows, flawed = self._read(visit, pages, folded)
        except DamageError as damage:
            told = {"fault_code": damage.code, "detail": damage.sentence(self.workspace.catalog.portal)}
            return {**base, **blank, **told, "outcome": "quarantined"}
        self._good[visit["feed"]] = (rows, visit["fetched_at"].date())
        good = {"fault_code": None, "detail": None, "record_count": rows, "flawed_count": flawed}
        return {**base, **good, "outcome": "good"}

    def _read(self, visit: Row, pages: tuple[Page, ...], folded: Folded) -> tuple[int, int]:
        """Rows and flawed rows of a visit that is believed. Raises DamageError."""
        source = self.source
        if isinstance(source, ReportPage):
            report = self.reader.read_report(source, visit["feed"], pages[0])
            due_on = self._due_on(report.at)
            folded.add_report(visit["feed"], report, pages[0], visit["fetched_at"], visit["fetch_no"], due_on)
            return len(report.reading.cells), 0
        reading = self.reader.read_feed(source, pages, visit["fetched_at"].date())
        refuse_drop(source.expect, reading.rows, self._good.get(visit["feed"]))
        folded.add_feed(reading, pages, visit["fetch_no"])
        return reading.rows, reading.flawed

    def _due_on(self, at: ReportAt) -> date | None:
        """When the report was due, a government's own later than its units'; None in a year whose working days nobody has arranged."""
        is_own = self.workspace.register.find(at.unit) == self.workspace.register.root
        calendar = WorkingCalendar.read(self.workspace.calendar)
        try:
            return milestone_day("disclose" if is_own else "due", Period(at.year), calendar)
        except CalendarError:
            return None


def _forget_changed(store: Store, workspace: Workspace, sources: Iterable[Source]) -> None:
    """Sources as declared now; what was read by another declaration, or of a source that is no longer there, goes."""
    declared = [_declared(source, workspace) for source in sources]
    wanted = {row["source"]: row["fingerprint"] for row in declared}
    held = {
        row["source"]: row["fingerprint"] for row in store.rows("SELECT source, fingerprint FROM stg_portal_source")
    }
    with store.transaction():
        for source, fingerprint in held.items():
            if wanted.get(source) != fingerprint:
                for table in (*_OF_SOURCE, _CELLS):
                    _delete(store, table, source)
        store.replace("stg_portal_source", _frame("stg_portal_source", declared))


def _declared(source: Source, workspace: Workspace) -> Row:
    owner = workspace.register.find(source.unit) if source.unit else None
    told = {
        name: getattr(source, name) for name in ("kind", "title", "item_kind", "since", "update_days", "is_patrolled")
    }
    unit = workspace.register.root if owner is None else owner
    return {**told, "source": source.code, "unit_code": unit.code, "fingerprint": source_fingerprint(source)}


def _last_good(store: Store, source: Source) -> dict[str, tuple[int, date]]:
    """Rows and day of the last good visit to each feed."""
    rows = store.rows(
        """SELECT feed, record_count, fetched_at FROM stg_portal_fetch WHERE source = $source AND outcome = 'good'
           QUALIFY row_number() OVER (PARTITION BY feed ORDER BY fetch_no DESC) = 1""",
        {"source": source.code},
    )
    return {row["feed"]: (row["record_count"], row["fetched_at"].date()) for row in rows}


def _delete(store: Store, table: str, source: str) -> None:
    condition = "starts_with(feed, $source || '/')" if table == _CELLS else "source = $source"
    store.connection.execute(f"DELETE FROM {table} WHERE {condition}", {"source": source})


def _frame(table: str, rows: Iterable[Row]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=tables()[table].frame_schema)
