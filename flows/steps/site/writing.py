"""The site of a release: its tables as pages that need no network, in the folder `site/` of the release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.steps.drafts import Shelf
from flows.steps.site.keeping import KeptPages
from reports.quality.page import QualityFacts
from reports.site.facts import DictionaryTable, Site, SiteFacts
from reports.site.outline import render_outline
from reports.site.site import render_site
from warehouse.site import read_report_cells, read_report_marks, read_site, site_tables
from warehouse.store import Store
from warehouse.tables import tables
from warehouse.workspace import Workspace

FOLDER = "site"
_NOTHING = Shelf()


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """How much was written: files and bytes; what pages of reports were made from, and how many a former release had."""

    files: int
    size: int
    made_from: dict[str, str]
    taken: int


def write_site(
    store: Store,
    workspace: Workspace,
    release: Path,
    period: str,
    quality: QualityFacts,
    shelf: Shelf = _NOTHING,
) -> SiteSummary:
    """Writes `site/` into the folder of a release that is being made, from the built tables; its pages lead to the release's documents.

    Pages of reports of which nothing has changed are taken from the shelf. Of more units than can have pages it is an outline.
    """
    with site_tables(store):
        facts = SiteFacts(
            district_code=workspace.register.root.code,
            district_name=workspace.register.root.name,
            release_id=quality.release_id,
            period=period,
            as_of=quality.as_of,
            sections={} if is_too_large(workspace) else read_site(store, workspace.catalog.site.cells),
            quality=quality,
            documents=tuple(_documents(release)),
            keypoints={one.key: one.title for one in workspace.keypoints},
            dictionary=tuple(_dictionary()),
        )
        site = Site(facts, workspace.catalog)
        if is_too_large(workspace):
            outline = render_outline(site, len(workspace.register.units))
            return SiteSummary(*_save(release / FOLDER, outline), {}, 0)
        kept = KeptPages(site, read_report_marks(store, site.reported), shelf, FOLDER)
        files, size = _save(release / FOLDER, _all_pages(store, site, kept))
    return SiteSummary(files, size, kept.made_from, len(kept.taken))


def is_too_large(workspace: Workspace) -> bool:
    """Whether there are more units than a release can have pages and documents of."""
    return len(workspace.register.units) > workspace.catalog.site.most_units


def _all_pages(store: Store, site: Site, kept: KeptPages) -> Iterator[tuple[str, str]]:
    yield from kept.pages()
    yield from render_site(site, read_report_cells(store, kept.left))


def _save(folder: Path, pages: Iterable[tuple[str, str]]) -> tuple[int, int]:
    files = size = 0
    made: set[Path] = set()
    for name, text in pages:
        path = folder / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        content = text.encode()
        path.write_bytes(content)
        files, size = files + 1, size + len(content)
    return files, size


def _documents(release: Path) -> Iterator[str]:
    found = sorted(path for path in (release / "documents").rglob("*") if path.is_file())
    return (path.relative_to(release).as_posix() for path in found)


def _dictionary() -> Iterator[DictionaryTable]:
    """Every published table as BI sees it, with the column that each of them begins with."""
    for table in tables().values():
        if table.published:
            columns = ((name, column.type, column.comment) for name, column in table.columns.items())
            yield DictionaryTable(table.mart_name, table.comment, tuple(columns))
