"""The circular's counts and lists counted a second time, by the database, for the finished text to be held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flows.steps.circular.reader import CircularReader
from reports.circular.compose import Counted
from reports.circular.content import CircularReport, IndicatorRow, UnitRef
from reports.circular.tally import Differing, DocumentStates, Entry, Tally, Unmet
from reports.narrative.text import fill
from warehouse.catalog.period import Period
from warehouse.circular import CircularTables, Rows

_LISTS = (
    *("missing", "late", "returned", "returned_open", "overdue", "silent", "disputed", "dead"),
    *("problems_overdue", "unranked"),
)


def recounted(reader: CircularReader, report: CircularReport) -> Counted:
    """Counts and figures of the report's quarter as the tables have them. KeyError where they have no figures of the district."""
    period = report.quarter.period
    quarter, to_date = reader.district(period), reader.district_to_date(period)
    if quarter is None or to_date is None:
        raise KeyError(f"no figures of the district for {period}")
    former = reader.district(Period(period.year - 1, period.quarter))
    return Counted(_Recount(reader, period).tally(), quarter, to_date, former)


@dataclass(frozen=True)
class _Recount:
    reader: CircularReader
    period: Period

    @property
    def tables(self) -> CircularTables:
        return self.reader.tables

    def tally(self) -> Tally:
        words = self.reader.workspace.catalog.circular
        [counts] = self.tables.rows("counted", self.period)
        states = self.tables.rows("states", self.period)
        indicators = self.reader.indicators(self.period)
        unmet, differing = self._unmet(indicators, words.told_elsewhere), self._differing(indicators)
        district = [row for row in indicators if row.unit is None]
        scores = self.reader.scores(self.period)
        next_tasks = self.reader.next_tasks(self.period)
        metrics = {row.code: row for row in self.reader.metrics(self.period)}
        return Tally(
            counts={**counts, **_indicator_counts(unmet, differing), "next_tasks": len(next_tasks)},
            lists=self._lists(),
            unmet=unmet,
            unmet_district=tuple(row for row in district if row.is_met is False),
            highlights=tuple(
                row for code in words.highlights for row in district if row.code == code and row.value is not None
            ),
            metrics=tuple(metrics[code] for code in words.metrics if code in metrics),
            differing=differing,
            groups=tuple(
                (group, tuple(row for row in scores if row.group == group and row.is_ranked))
                for group in dict.fromkeys(row.group for row in scores if row.is_ranked)
            ),
            bands=_numbers(states, "band"),
            ranked_groups=_numbers(states, "group"),
            problem_kinds=_numbers(states, "problem"),
            documents=self._documents(states),
            verdicts=_numbers(states, "verdict"),
            next_tasks=tuple((task.name, task.units) for task in next_tasks),
        )

    def _lists(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {name: [] for name in _LISTS}
        units = self.reader.units
        places = {code: place for place, code in enumerate(units)}
        for row in sorted(self.tables.rows("listed", self.period), key=lambda row: places[row["unit_code"]]):
            found[row["list"]].append(Entry(units[row["unit_code"]], row["number"]))
        return {name: tuple(entries) for name, entries in found.items()}

    def _unmet(self, indicators: Sequence[IndicatorRow], elsewhere: Sequence[str]) -> tuple[Unmet, ...]:
        asked = {(row.code, row.source): row for row in indicators}
        return tuple(
            Unmet(
                asked[row["indicator_code"], row["source"]],
                tuple(
                    Entry(unit, value) for unit, value in self._ordered(zip(row["units"], row["judged"], strict=True))
                ),
            )
            for row in self.tables.rows("short_of", self.period)
            if row["source"] not in elsewhere
        )

    def _differing(self, indicators: Sequence[IndicatorRow]) -> tuple[Differing, ...]:
        asked = {row.code: row for row in indicators}
        by_code: dict[str, list[tuple[str, tuple[tuple[str, Decimal], ...]]]] = {}
        for row in self.tables.rows("differing", self.period):
            told = tuple(zip(row["sources"], row["told"], strict=True))
            by_code.setdefault(row["indicator_code"], []).append((row["unit_code"], told))
        return tuple(
            Differing(asked[code].name, asked[code].measure, tuple(self._ordered(entries)))
            for code, entries in by_code.items()
        )

    def _ordered(self, entries: Any) -> list[tuple[UnitRef, Any]]:  # noqa: ANN401 - pairs of a code and what belongs to it
        """By unit in the order of the register."""
        places = {code: place for place, code in enumerate(self.reader.units)}
        return [(self.reader.units[code], value) for code, value in sorted(entries, key=lambda one: places[one[0]])]

    def _documents(self, states: Rows) -> tuple[DocumentStates, ...]:
        opened: dict[str, list[str]] = {}
        pattern = self.reader.workspace.catalog.task_narrative.lines.task
        for row in self.tables.rows("open_task", self.period):
            said = fill(pattern, {"task": row["task_id"], "name": row["name"]})
            opened.setdefault(row["document"], []).append(said)
        issued = [
            one for one in self.reader.workspace.keypoints_of(self.period.year) if one.issued_on <= self.period.end
        ]
        own = {one.key: [row for row in states if row["document"] == one.key] for one in issued}
        if not any(own.values()):
            return ()
        return tuple(
            DocumentStates(
                title=one.title,
                number=one.document_number,
                tasks=_numbers(own[one.key], "task"),
                pairs=_numbers(own[one.key], "pair"),
                held=_one(own[one.key], "held"),
                units=_one(own[one.key], "units"),
                open_tasks=tuple(opened.get(one.key, ())),
                disputed=_one(own[one.key], "disputed"),
            )
            for one in issued
        )


def _indicator_counts(unmet: Sequence[Unmet], differing: Sequence[Differing]) -> dict[str, int]:
    return {
        "unit_unmet": sum(len(one.entries) for one in unmet),
        "unmet_indicators": len({one.asked.code for one in unmet}),
        "unmet_units": len({entry.unit.code for one in unmet for entry in one.entries}),
        "differing": sum(len(one.entries) for one in differing),
        "differing_units": len({unit.code for one in differing for unit, _ in one.entries}),
    }


def _numbers(states: Rows, kind: str) -> Mapping[str, int]:
    """By state in the order in which the tables have them."""
    return {row["state"]: row["number"] for row in states if row["kind"] == kind}


def _one(states: Rows, kind: str) -> int:
    return next((row["number"] for row in states if row["kind"] == kind), 0)
