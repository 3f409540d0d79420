"""Publish: build, check, write aside, switch. A failed check leaves the last release in force and says why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from flows.steps.build import audit_tables, build_tables
from flows.steps.drafts import Saved, Shelf, save_drafts
from flows.steps.figures import FigureReader
from flows.steps.intake import journal_of, local_now
from flows.steps.quality import write_quality
from flows.steps.reports import period_documents
from flows.steps.site.writing import FOLDER, is_too_large, write_site
from flows.steps.state import refresh
from flows.steps.touched import Touched, changed_reports, what_was_touched
from reports.quality.page import QualityFacts
from warehouse.catalog.period import Period
from warehouse.quality import read_quality
from warehouse.release import (
    Release,
    check_staged,
    content_hash,
    current_release,
    manifest_of,
    row_counts,
    staged,
    switch_to,
    write_manifest,
)
from warehouse.releases import list_releases, published_to
from warehouse.revision import record_revision
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace, WorkspaceError


@dataclass(frozen=True, slots=True)
class PublishSummary:
    """What a publish came to. `release_id` is the release in force afterwards; `failures` say why a new one was refused;
    `errors` are rules that broke, which is our fault; `revised` counts the figures that the release before it had otherwise;
    `touched` is what a new release was made for, and what of it was made.
    """

    release_id: str | None
    path: Path | None
    is_new: bool
    failures: tuple[str, ...]
    errors: tuple[str, ...]
    revised: int = 0
    touched: Touched | None = None

    @property
    def front_page(self) -> Path | None:
        """Where the pages of the release in force begin."""
        return None if self.path is None else self.path / FOLDER / "index.html"


def publish(
    workspace: Workspace, period: Period | None = None, as_of: datetime | None = None, *, anew: bool = False
) -> PublishSummary:
    """Makes a release with the documents of `period` (the latest with figures if None). Equal content makes no new release.

    What nothing has changed for is taken from what stands, and is the same to the byte; with `anew` everything is made again.
    Raises WorkspaceError where nothing counts yet, StoreBusyError while another run writes.
    """
    with open_store(workspace.warehouse) as store, store.near():
        broken = refresh(store, workspace).errors
        if anew:
            store.forget()
        built = build_tables(store)
        audit = audit_tables(store, workspace.catalog)
        former = current_release(workspace.releases)
        if audit.failures or audit.errors or broken:
            return _summary(former, False, audit.failures, (*broken, *audit.errors))
        period = period or _latest(store)
        revised = _record_revision(store, workspace)
        as_of = as_of or local_now()
        facts = _facts(store, workspace, period, as_of)
        if former and _same(manifest_of(former), facts):
            _tell_of(store, former)
            return _summary(former, False)
        written = _Writing(workspace, period, facts, former, Shelf() if anew else _shelf(workspace))
        return replace(written.release(store, built), revised=revised)


def _shelf(workspace: Workspace) -> Shelf:
    return Shelf.of(workspace.releases, workspace.documents)


@dataclass(frozen=True, slots=True)
class _Writing:
    """A release that is written aside from tables that have passed, and then switched to."""

    workspace: Workspace
    period: Period
    facts: dict[str, Any]
    former: Release | None
    shelf: Shelf

    def release(self, store: Store, built: tuple[str, ...]) -> PublishSummary:
        """Writes tables, documents, quality and site; what stands on the shelf is taken. One that is not whole is not switched to."""
        workspace, facts, as_of = self.workspace, self.facts, self.facts["as_of"]
        release_id = f"{_next_number(workspace.releases):04d}-{self.period}-{facts['content_hash'][:8]}"
        store.replace("release", pl.DataFrame([{key: facts[key] for key in _RELEASE_COLUMNS}]))
        with staged(store, workspace.releases, release_id) as aside:
            drafts = () if is_too_large(workspace) else period_documents(FigureReader(store, workspace), self.period)
            saved = save_drafts(aside / self._documents, drafts, workspace.catalog, self.shelf)
            quality = QualityFacts(workspace.register.root.name, release_id, as_of, read_quality(store))
            write_quality(store, workspace, aside / "quality", quality, self.former.release_id if self.former else None)
            site = write_site(store, workspace, aside, str(self.period), quality, self.shelf)
        rows = row_counts(store)
        problems = check_staged(aside, rows)
        if problems:
            return _summary(self.former, False, tuple(problems))
        because = () if self.former is None else changed_reports(store)
        store.settle()
        told = {"because": because, "rows": rows, "as_of": str(as_of), "release_id": release_id}
        write_manifest(aside, facts | told | {"made_from": self._made_from(saved) | site.made_from})
        touched = what_was_touched(because, built, saved, site, is_first=self.former is None)
        return replace(_summary(switch_to(aside, workspace.releases, release_id), True), touched=touched)

    @property
    def _documents(self) -> str:
        return f"documents/{self.period}"

    def _made_from(self, saved: Saved) -> dict[str, str]:
        return {f"{self._documents}/{name}": key for name, key in saved.made_from.items()}


_RELEASE_COLUMNS = (
    "period",
    "as_of",
    "content_hash",
    "catalog_fingerprint",
    "register_fingerprint",
    "journal_head",
    "program_version",
)
_SAME = (
    *("period", "content_hash", "catalog_fingerprint", "register_fingerprint", "program_version"),
    "assessment_fingerprint",
)


def _facts(store: Store, workspace: Workspace, period: Period, as_of: datetime) -> dict[str, Any]:
    return {
        "period": str(period),
        "as_of": as_of,
        "content_hash": content_hash(store),
        "catalog_fingerprint": workspace.catalog.fingerprint,
        "register_fingerprint": workspace.register_fingerprint,
        "assessment_fingerprint": None if workspace.assessment is None else workspace.assessment.fingerprint,
        "journal_head": journal_of(workspace).head,
        "program_version": version("zwgk"),
    }


def _same(manifest: dict[str, object], facts: dict[str, object]) -> bool:
    return all(manifest.get(key) == facts[key] for key in _SAME)


def _tell_of(store: Store, release: Release) -> None:
    """Tables that were derived anew, in another lake say, do not know of the release that stands; a city looks there."""
    if not store.rows("SELECT 1 FROM release LIMIT 1"):
        told = manifest_of(release)
        as_of = {"as_of": datetime.fromisoformat(str(told["as_of"]))}
        store.replace("release", pl.DataFrame([{key: told[key] for key in _RELEASE_COLUMNS} | as_of]))


def _latest(store: Store) -> Period:
    periods = [Period.parse(row["period"]) for row in store.rows("SELECT DISTINCT period FROM core_cell")]
    if not periods:
        raise WorkspaceError("还没有计入的报送，没有可以发布的内容。")
    return max(periods, key=lambda period: period.sort_key)


def _next_number(releases: Path) -> int:
    numbers = [int(path.name[:4]) for path in releases.glob("[0-9][0-9][0-9][0-9]-*")]
    return max(numbers, default=0) + 1


def _record_revision(store: Store, workspace: Workspace) -> int:
    """What the tables say otherwise than the release in force; the first release revises nothing."""
    known = list_releases(workspace.releases)
    former = next((release for release in known if release.is_current), None)
    if former is None:
        store.connection.execute("DELETE FROM rpt_revision")
        return 0
    return record_revision(store, former.database, former.release_id, published_to(known, former))


def _summary(
    release: Release | None, is_new: bool, failures: tuple[str, ...] = (), errors: tuple[str, ...] = ()
) -> PublishSummary:
    return PublishSummary(
        release_id=release.release_id if release else None,
        path=release.path if release else None,
        is_new=is_new,
        failures=failures,
        errors=errors,
    )
