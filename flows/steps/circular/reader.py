"""From the published tables to what the circular is made of, with the names and the order of the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from flows.steps.circular.days import circular_days
from flows.steps.circular.series import circular_series
from flows.steps.feedback.cases import office_name
from reports.circular.content import (
    CircularReport,
    CoverageRow,
    Former,
    IndicatorRow,
    LinkRow,
    MetricRow,
    NextTask,
    Office,
    ProblemRow,
    ScoreLineRow,
    ScoreRow,
    UnitRef,
)
from reports.narrative.text import fill
from reports.statement import QuarterReport, Statement
from warehouse.catalog.period import Period
from warehouse.circular import CircularTables
from warehouse.workspace import Workspace

Row = Mapping[str, Any]


@dataclass(frozen=True)
class CircularReader:
    """Reads the tables of one release, or of today."""

    tables: CircularTables
    workspace: Workspace

    def report(self, quarter: QuarterReport) -> CircularReport:
        """Everything that the circular of the quarter says."""
        period = quarter.period
        return CircularReport(
            office=self._office(period),
            units=tuple(self.units.values()),
            quarter=quarter,
            days=circular_days(self.workspace, period),
            coverage=self._by_unit("coverage", period, self._coverage),
            former=self._former(period),
            indicators=self.indicators(period),
            metrics=self.metrics(period),
            scheme=next((row["scheme_name"] for row in self.tables.rows("score", period)), None),
            scores=self.scores(period),
            score_lines=self._by_unit("score_line", period, self._score_line),
            problems=self._by_unit("problem", period, self._problem),
            links=self._by_unit("link", period, self._link),
            next_tasks=self.next_tasks(period),
            series=circular_series(self.tables, self.workspace.catalog, period),
        )

    @cached_property
    def units(self) -> dict[str, UnitRef]:
        """Every unit but the jurisdiction itself, in the order of the register."""
        kinds = {kind.code: kind for kind in self.workspace.catalog.unit_kinds}
        return {
            unit.code: UnitRef(unit.code, unit.name, kinds[unit.kind].label, kinds[unit.kind].group)
            for unit in self.workspace.register.units
            if unit.parent is not None
        }

    def district(self, period: Period) -> Statement | None:
        """The district's figures of a quarter; None where there are none."""
        return self._statement(period, "value")

    def district_to_date(self, period: Period) -> Statement | None:
        """The district's figures of the year up to the end of a quarter."""
        return self._statement(period, "ytd_value")

    def _statement(self, period: Period, column: str) -> Statement | None:
        rows = self.tables.rows("figures", period)
        if not rows:
            return None
        root, edition = self.workspace.register.root, rows[0]["edition"]
        values = {row["cell_code"]: row[column] for row in rows if row["edition"] == edition}
        return Statement(root.code, root.name, period, "aggregate", edition, values)

    def _office(self, period: Period) -> Office:
        register = self.workspace.register
        kinds = dict.fromkeys(unit.kind for unit in register.units if unit.parent and unit.exists_on(period.end))
        documents = tuple(
            (one.title, one.document_number)
            for one in self.workspace.keypoints_of(period.year)
            if one.issued_on <= period.end
        )
        return Office(office_name(self.workspace), tuple(kinds), documents)

    def _by_unit(
        self, name: str, period: Period, make: Callable[[Row], Any], *, is_grouped: bool = False
    ) -> tuple[Any, ...]:
        """The rows in the order of the register, or within the order that the SELECT gives them (`is_grouped`)."""
        order = {code: place for place, code in enumerate(self.units)}
        rows = list(self.tables.rows(name, period))
        if is_grouped:
            groups = {key: place for place, key in enumerate(dict.fromkeys(_indicator_key(row) for row in rows))}
            rows.sort(key=lambda row: (groups[_indicator_key(row)], order.get(row["unit_code"], -1)))
        else:
            rows.sort(key=lambda row: order.get(row["unit_code"], -1))
        return tuple(make(row) for row in rows)

    def _coverage(self, row: Row) -> CoverageRow:
        statuses = {status.code: status.label for status in self.workspace.catalog.statuses}
        unit = self.units[row["unit_code"]]
        status = row["status"]
        return CoverageRow(
            unit=unit,
            status=statuses.get(status, self.workspace.catalog.circular.not_sent),
            is_open=status in ("returned", "unreadable"),
            **{
                key: row[key] for key in ("is_in", "is_nil", "is_late", "received_on", "returned_count", "is_rolled_up")
            },
        )

    def _indicator(self, row: Row) -> IndicatorRow:
        plain = _renamed(row, indicator_code="code", group_name="group", unit="measure")
        unit = None if plain.pop("is_district") else self.units[plain["unit_code"]]
        del plain["unit_code"]
        return IndicatorRow(unit=unit, **plain)

    def indicators(self, period: Period) -> tuple[IndicatorRow, ...]:
        """Indicator by indicator and source, the district first, then the units in the order of the register."""
        return self._by_unit("indicator", period, self._indicator, is_grouped=True)

    def metrics(self, period: Period) -> tuple[MetricRow, ...]:
        """What the portal gives for the district."""
        return tuple(MetricRow(**_renamed(row, metric_code="code")) for row in self.tables.rows("portal", period))

    def next_tasks(self, period: Period) -> tuple[NextTask, ...]:
        """What falls due in the next quarter."""
        return tuple(self._next_task(row) for row in self.tables.rows("next_task", period))

    def scores(self, period: Period) -> tuple[ScoreRow, ...]:
        """Group by group, each by rank; units of the same rank, and the groups, in the order of the register."""
        rows = self.tables.rows("score", period)
        places = {code: place for place, code in enumerate(self.units)}
        groups: dict[str, int] = {}
        for row in sorted(rows, key=lambda row: places[row["unit_code"]]):
            groups.setdefault(row["group_name"], len(groups))
        ordered = sorted(
            rows,
            key=lambda row: (
                *(groups[row["group_name"]], row["rank"] is None, row["rank"] or 0),
                places[row["unit_code"]],
            ),
        )
        return tuple(self._score(row) for row in ordered)

    def _score(self, row: Row) -> ScoreRow:
        plain = _renamed(row, group_name="group")
        keys = ("group", "score", "full_marks", "band", "rank", "is_ranked")
        return ScoreRow(unit=self.units[row["unit_code"]], **{key: plain[key] for key in keys})

    def _score_line(self, row: Row) -> ScoreLineRow:
        keys = ("name", "weight", "points", "reason")
        return ScoreLineRow(self.units[row["unit_code"]], **{key: row[key] for key in keys})

    def _problem(self, row: Row) -> ProblemRow:
        plain = _renamed(row)
        return ProblemRow(unit=self.units[plain.pop("unit_code")], **plain)

    def _link(self, row: Row) -> LinkRow:
        plain = _renamed(row)
        return LinkRow(unit=self.units[plain.pop("unit_code")], **plain)

    def _next_task(self, row: Row) -> NextTask:
        document = next(one for one in self.workspace.keypoints if one.key == row["document"])
        facts = {"task": row["task_id"], "name": document.by_id[row["task_id"]].name}
        return NextTask(fill(self.workspace.catalog.task_narrative.lines.task, facts), row["units"])

    def _former(self, period: Period) -> Former:
        """The same quarter of the year before; what units reported that were merged since stands with their successors."""
        before = Period(period.year - 1, period.quarter)
        coverage = self.tables.rows("coverage", before)
        return Former(
            district=self.district(before),
            units=self._former_units(before, period.end),
            expected=len(coverage) or None,
            received=sum(row["is_in"] for row in coverage) if coverage else None,
        )

    def _former_units(self, before: Period, end: date) -> dict[str, dict[str, Decimal | None]]:
        added: dict[str, dict[str, Decimal | None]] = {}
        for row in self.tables.rows("unit_figures", before):
            values = added.setdefault(self._head(row["unit_code"], end), {})
            code, value = row["cell_code"], row["value"]
            values[code] = value if code not in values else _sum(values[code], value)
        return added

    def _head(self, code: str, end: date) -> str:
        """Who holds at the end of the quarter what a unit held: the last of its single successors."""
        unit = self.workspace.register.by_code[code]
        if unit.valid_to is None or unit.valid_to >= end or len(unit.successors) != 1:
            return code
        return self._head(unit.successors[0], end)


def _indicator_key(row: Row) -> tuple[str, str]:
    return row["indicator_code"], row["source"]


def _renamed(row: Row, **names: str) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in row.items()}


def _sum(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """Two numbers added; a blank in one of them leaves the sum unknown."""
    return None if left is None or right is None else left + right
