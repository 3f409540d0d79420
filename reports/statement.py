"""What documents are made from: the figures of one body for one period, who stands behind them, and how a figure is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reports.figure_note import FigureNote
from reports.tasks.report import TaskReport
from warehouse.catalog.period import Period

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Statement:
    """The figures of one body, period and scope, by cell code, and what was said of them. `basis` says in Chinese where they come from."""

    unit_code: str
    unit_name: str
    period: Period
    scope: str
    edition: str
    values: Values
    basis: str | None = None
    notes: tuple[FigureNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who stands behind a total: units owing a report, received (nil and late ones among them), and the names in each case."""

    expected: int
    received: int
    nil: int
    late: int
    missing: tuple[str, ...] = ()
    late_units: tuple[str, ...] = ()
    nil_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in the quarter's list: its figures of the period and of the year to date, by cell code."""

    unit_code: str
    unit_name: str
    group: str
    values: Values
    ytd: Values
    status: str


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """One returned file, with the sentences that the unit was told."""

    unit_name: str
    file_name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """What the office circulates for a quarter."""

    district_name: str
    period: Period
    quarter: Statement
    year_to_date: Statement
    lines: tuple[UnitLine, ...]
    coverage: Coverage
    returned: tuple[ReturnedLine, ...] = ()
    remarks: tuple[FigureNote, ...] = ()
    tasks: TaskReport | None = None

    @property
    def is_first(self) -> bool:
        """Whether it is the first of its year, of which the year to date says nothing more."""
        return self.period.quarter == 1


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The statutory annual report of a unit, or of the district where `coverage` is given."""

    statement: Statement
    previous: Statement | None
    coverage: Coverage | None
    district_name: str
    published_on: date | None = field(default=None)
    tasks: TaskReport | None = None


def render_number(value: Decimal | None) -> str:
    """A figure as documents print it: `12`, `3.5`, nothing for None. Never in exponent notation."""
    if value is None:
        return ""
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def render_coverage(coverage: Coverage) -> str:
    """The sentence that goes with every total: n of N units, and which are missing."""
    text = f"应报单位 {coverage.expected} 家，已报 {coverage.received} 家"
    if coverage.nil:
        text += f"（其中零报送 {coverage.nil} 家）"
    if not coverage.missing:
        return f"{text}。" if coverage.received < coverage.expected else f"{text}，全部报齐。"
    return f"{text}；未报 {len(coverage.missing)} 家：{'、'.join(coverage.missing)}。合计不含未报单位。"


def written_date(day: date) -> str:
    """`2025年3月31日`."""
    return f"{day.year}年{day.month}月{day.day}日"
