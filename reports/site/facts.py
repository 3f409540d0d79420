"""What the site is made from, and the way to a row of it: read once, looked up by every page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from reports.narrative.paper import clean_text
from reports.quality.page import QualityFacts
from warehouse.catalog.catalog import Catalog

Row = Mapping[str, Any]
Rows = Sequence[Row]
REPORT_SECTIONS = ("submission", "finding", "metric", "filing", "answer")  # by submission_id
_OF_AN_OUTLINE = frozenset({"overview", "quality", "dictionary"})
_TASK_WORDS = ("name", "content", "bodies", "due_text", "open_bodies", "chapter_title")


@dataclass(frozen=True, slots=True)
class DictionaryTable:
    """A published table as BI sees it: its name, its comment, and (name, type, comment) of each column."""

    name: str
    comment: str
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """Whose release it is, the rows of every section (warehouse/sql/site), and what else of the release the pages lead to.

    `documents` are paths from the root of the release; `keypoints` titles of key-point documents by key; `scheme` the name of the
    assessment scheme in use, None where there is none.
    """

    district_code: str
    district_name: str
    release_id: str
    period: str
    as_of: datetime
    sections: Mapping[str, Rows]
    quality: QualityFacts
    documents: tuple[str, ...]
    keypoints: Mapping[str, str]
    dictionary: tuple[DictionaryTable, ...]


class Site:
    """The facts with the catalogue, indexed by what pages ask for."""

    def __init__(self, facts: SiteFacts, catalog: Catalog) -> None:
        self.facts, self.catalog = facts, catalog
        self.words = catalog.site
        self.district = facts.district_code

    def of_reports(self) -> Site:
        """What pages of reports are made from, and nothing else: they can be the same in two releases."""
        names = {"period": ("period", "period_name", "is_year"), "unit": ("unit_code", "unit_name"), "task": None}
        whole = {name: self.rows(name) for name in REPORT_SECTIONS}
        parts = {
            name: [row if columns is None else {column: row[column] for column in columns} for row in self.rows(name)]
            for name, columns in names.items()
        }
        quality = replace(self.facts.quality, release_id="", as_of=datetime.min, sections={})
        facts = replace(
            self.facts,
            release_id="",
            period="",
            as_of=datetime.min,
            sections=whole | parts,
            quality=quality,
            documents=(),
            dictionary=(),
        )
        return Site(facts, self.catalog)

    def rows(self, section: str) -> Rows:
        """All rows of a section."""
        return self.facts.sections[section]

    def has_page(self, place: str, section: str | None) -> bool:
        """Whether a place of the menu has a page: always, or where its section has rows; of an outline only these three."""
        if not self.facts.sections:
            return place in _OF_AN_OUTLINE
        return section is None or bool(self.rows(section))

    def _by(self, section: str, *columns: str) -> dict[Any, list[Row]]:
        found: dict[Any, list[Row]] = defaultdict(list)
        for row in self.rows(section):
            found[row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns)].append(row)
        return dict(found)

    @cached_property
    def periods(self) -> Rows:
        """Periods, the latest first."""
        return self.rows("period")

    @cached_property
    def quarters(self) -> Rows:
        """Quarters, the eldest first, as lines are drawn."""
        return [row for row in reversed(self.periods) if not row["is_year"]]

    @cached_property
    def period_names(self) -> dict[str, str]:
        """Names of periods by code."""
        return {row["period"]: row["period_name"] for row in self.periods}

    def period_name(self, period: str) -> str:
        """Name of a period; a month, which nothing is owed for, goes by its code."""
        return self.period_names.get(period, period)

    def document_title(self, document: str) -> str:
        """Title of a key-point document; one that the office has taken away again goes by its key."""
        return self.facts.keypoints.get(document, document)

    @cached_property
    def units(self) -> dict[str, Row]:
        """Units by code, in order."""
        return {row["unit_code"]: {**row, "unit_name": clean_text(row["unit_name"])} for row in self.rows("unit")}

    @cached_property
    def coverage(self) -> dict[tuple[str, str], Row]:
        """How a unit stands, by (period, unit)."""
        return {(row["period"], row["unit_code"]): row for row in self.rows("coverage")}

    @cached_property
    def figures(self) -> dict[tuple[str, str, str], Row]:
        """Figures by (period, unit, cell): units' own, of the district what its units add up to."""
        return {
            (row["period"], row["unit_code"], row["cell_code"]): row
            for row in self.rows("figure")
            if (row["unit_code"] == self.district) == (row["scope"] == "aggregate")
        }

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Indicators by code, in order."""
        return {row["indicator_code"]: row for row in self.rows("indicator")}

    @cached_property
    def values(self) -> dict[tuple[str, str], list[Row]]:
        """Values of indicators by (unit, indicator)."""
        return self._by("indicator_value", "unit_code", "indicator_code")

    @cached_property
    def value_of(self) -> dict[tuple[str, str, str, str], Row]:
        """Values of indicators by (indicator, source, unit, period)."""
        return {
            (row["indicator_code"], row["source"], row["unit_code"], row["period"]): row
            for row in self.rows("indicator_value")
        }

    @cached_property
    def sources(self) -> dict[str, tuple[str, ...]]:
        """The sources that an indicator has values from."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self.rows("indicator_value"):
            found[row["indicator_code"]][row["source"]] = None
        return {code: tuple(names) for code, names in found.items()}

    @cached_property
    def first_cells(self) -> dict[str, str]:
        """The first cell that an indicator's numerator is counted from, by indicator; the table of requests where it is from no cell."""
        edition = self.catalog.edition(self.catalog.form("quarter").edition)
        measures = self.catalog.indicators.measure_by_code
        return {
            one.code: next(iter(measures[one.numerator].cells_of(edition)), edition.requests.code)
            for one in self.catalog.indicators.indicators
        }

    @cached_property
    def task_by_id(self) -> dict[tuple[str, str], Row]:
        """Tasks by (document, id), in printed order; their words come from a document that somebody else wrote."""
        return {
            (row["document"], row["task_id"]): {**row} | {name: clean_text(row[name] or "") for name in _TASK_WORDS}
            for row in self.rows("task")
        }

    @cached_property
    def tasks(self) -> dict[str, list[Row]]:
        """Tasks by document."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.task_by_id.values():
            found[row["document"]].append(row)
        return dict(found)

    @cached_property
    def task_states(self) -> dict[tuple[str, str], dict[str, Row]]:
        """How a task stands by (document, id), then by quarter."""
        return {
            key: {row["period"]: row for row in rows}
            for key, rows in self._by("task_status", "document", "task_id").items()
        }

    @cached_property
    def progress(self) -> dict[tuple[str, str], list[Row]]:
        """What became of a task at its units, by (document, id)."""
        return self._by("task_progress", "document", "task_id")

    @cached_property
    def unit_progress(self) -> dict[str, list[Row]]:
        """What became of a unit's tasks."""
        return self._by("task_progress", "unit_code")

    @cached_property
    def submissions(self) -> dict[str, list[Row]]:
        """What a unit sent."""
        return self._by("submission", "unit_code")

    @cached_property
    def findings(self) -> dict[int, list[Row]]:
        """What was found in a report."""
        return self._by("finding", "submission_id")

    @cached_property
    def told_in(self) -> dict[str, frozenset[int]]:
        """The reports that have anything on a sheet beside the statutory tables, by the section of their page."""
        sheets = {"sheet": "metric", "filings": "filing", "tasks": "answer"}
        return {place: frozenset(row["submission_id"] for row in self.rows(name)) for place, name in sheets.items()}

    @cached_property
    def late(self) -> Counter[str]:
        """In how many periods a unit was late."""
        return Counter(row["unit_code"] for row in self.rows("coverage") if row["is_late"])

    @cached_property
    def problems(self) -> dict[str, list[Row]]:
        """A unit's entries of the list of problems."""
        return self._by("problem", "unit_code")

    @cached_property
    def scores(self) -> dict[str, list[Row]]:
        """A unit's scores."""
        return self._by("score", "unit_code")

    @cached_property
    def score_lines(self) -> dict[tuple[str, str, str], list[Row]]:
        """The items of a score, by (scheme, unit, period)."""
        return self._by("score_line", "scheme_code", "unit_code", "period")

    @cached_property
    def portal(self) -> dict[str, list[Row]]:
        """A unit's figures of the portal; the district's under its own code, of the whole district."""
        return self._by("portal_metric", "unit_code")

    @cached_property
    def reported(self) -> frozenset[int]:
        """The reports that have a page: all that count, or those of the latest periods where there are too many."""
        sent: dict[str, list[int]] = defaultdict(list)
        for row in self.rows("submission"):
            if row["has_cells"]:
                sent[row["period"]].append(row["submission_id"])
        kept: list[int] = []
        for row in self.periods:
            numbers = sent[row["period"]]
            if kept and len(kept) + len(numbers) > self.words.most_report_pages:
                break
            kept += numbers
        return frozenset(kept)
