"""What good visits to a source add up to: the latest word on each item and figure, and each version of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from flows.sources.portal_visit import Page
from flows.steps.portal.reading import PublishedReport
from transforms.portal.feed import FeedReading
from warehouse.catalog.portal import Source
from warehouse.catalog.units import Register
from warehouse.store import Store

Row = dict[str, Any]
_ITEM_FIELDS = (
    *("url", "title", "unit_text", "document_number", "published_on", "is_normative"),
    *("linked_url", "linked_number", "linked_title", "place"),
)


@dataclass(slots=True)
class Folded:
    """The rows of one source, by the keys of their tables."""

    source: Source
    register: Register
    items: dict[str, Row] = field(default_factory=dict)
    figures: dict[tuple[str, str | None, str], Row] = field(default_factory=dict)
    reports: dict[str, list[Row]] = field(default_factory=dict)
    cells: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def held(cls, store: Store, source: Source, register: Register) -> Folded:
        """As the working database has them, after the visits staged so far."""
        found = cls(source, register)
        for row in store.rows("SELECT * FROM stg_portal_item WHERE source = $source", {"source": source.code}):
            found.items[row["url"]] = row
        for row in store.rows("SELECT * FROM stg_portal_figure WHERE source = $source", {"source": source.code}):
            found.figures[row["metric_code"], row["unit_text"], row["period"]] = row
        versions = "SELECT * FROM stg_portal_report WHERE source = $source ORDER BY feed, version"
        for row in store.rows(versions, {"source": source.code}):
            found.reports.setdefault(row["feed"], []).append(row)
        cells = "SELECT * FROM stg_portal_report_cell WHERE starts_with(feed, $feeds)"
        for row in store.rows(cells, {"feeds": f"{source.code}/"}):
            found.cells.setdefault(row["feed"], []).append(row)
        return found

    def add_feed(self, reading: FeedReading, pages: Sequence[Page], fetch_no: int) -> None:
        """A good visit's items and figures: each stands as it was last seen, and none goes because a list has moved on."""
        for item in reading.items:
            told = asdict(item)
            former = self.items.get(item.url)
            self.items[item.url] = {
                **{name: told[name] for name in _ITEM_FIELDS},
                **self._owner(item.unit_text, pages[item.answer_no - 1].sha256, fetch_no),
                "item_kind": self.source.item_kind,
                "first_fetch_no": fetch_no if former is None else former["first_fetch_no"],
            }
        for figure in reading.figures:
            told = asdict(figure)
            self.figures[figure.metric_code, figure.unit_text, figure.period] = {
                **{name: told[name] for name in ("metric_code", "unit_text", "period", "value", "text", "place")},
                **self._owner(figure.unit_text, pages[figure.answer_no - 1].sha256, fetch_no),
            }

    def add_report(
        self, feed: str, report: PublishedReport, page: Page, at: datetime, fetch_no: int, due_on: date | None
    ) -> None:
        """A good look at a report: another version only where it says something else."""
        versions = self.reports.setdefault(feed, [])
        if versions and versions[-1]["content_hash"] == report.content_hash:
            versions[-1] |= {"seen_to": at, "published_on": report.published_on, "due_on": due_on}
            return
        unit = self.register.find(report.at.unit)
        place = {"feed": feed, "unit_code": None if unit is None else unit.code, "period": str(report.at.year)}
        for former in versions:
            former["is_latest"] = False
        versions.append(
            {
                **place,
                **{"source": self.source.code, "url": page.url, "version": len(versions) + 1, "sha256": page.sha256},
                **{"content_hash": report.content_hash, "published_on": report.published_on, "due_on": due_on},
                **{"seen_from": at, "seen_to": at, "fetch_no": fetch_no, "is_latest": True},
            }
        )
        names = ("cell_code", "state", "value", "text", "sheet", "address")
        self.cells[feed] = [
            {**place, "sha256": page.sha256, **dict(zip(names, cell, strict=True))} for cell in report.reading.cells
        ]

    def rows(self) -> dict[str, list[Row]]:
        """Every row by its table."""
        return {
            "stg_portal_item": list(self.items.values()),
            "stg_portal_figure": list(self.figures.values()),
            "stg_portal_report": [row for versions in self.reports.values() for row in versions],
            "stg_portal_report_cell": [row for cells in self.cells.values() for row in cells],
        }

    def _owner(self, unit_text: str | None, sha256: str, fetch_no: int) -> Row:
        unit = None if unit_text is None else self.register.find(unit_text)
        code = None if unit is None else unit.code
        return {"source": self.source.code, "unit_code": code, "sha256": sha256, "fetch_no": fetch_no}
