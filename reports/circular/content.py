"""What the circular is made from: rows of the published tables, with the names and days that the office gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reports.statement import QuarterReport, Statement, Values


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as documents name it: `kind` (部门, 街道) is what long lists are grouped by, `group` what it is ranked in."""

    code: str
    name: str
    kind: str
    group: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What came of a unit's report. `status` in words; `is_late` is None where nobody knows the day that it was due."""

    unit: UnitRef
    status: str
    is_in: bool
    is_nil: bool
    is_late: bool | None
    received_on: date | None
    returned_count: int
    is_rolled_up: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator of a unit, or of the district (`unit` None), from one source; the columns of fct_indicator."""

    unit: UnitRef | None
    code: str
    name: str
    group: str
    measure: str
    source: str
    operator: str | None
    threshold: Decimal | None
    judged_over: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    state: str
    is_met: bool | None
    year_value: Decimal | None
    before_value: Decimal | None
    units_in: int | None

    @property
    def judged_value(self) -> Decimal | None:
        """The value that the requirement is held against."""
        return self.year_value if self.judged_over == "year" else self.value


@dataclass(frozen=True, slots=True)
class MetricRow:
    """What the portal gives for the whole district."""

    code: str
    name: str
    unit: str
    value: Decimal
    year_value: Decimal | None
    before_value: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The score of a unit by the scheme in use."""

    unit: UnitRef
    group: str
    score: Decimal
    full_marks: Decimal | None
    band: str | None
    rank: int | None
    is_ranked: bool


@dataclass(frozen=True, slots=True)
class ScoreLineRow:
    """One line of what a score is made of."""

    unit: UnitRef
    name: str
    weight: Decimal | None
    points: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One entry of the list of problems as of the quarter."""

    problem_id: str
    unit: UnitRef
    period: str
    kind: str
    text: str
    demand: str
    due_on: date | None
    status: str
    closed_period: str | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of a unit that can't be opened: what it stands for (`kind`), where it is given (`item`)."""

    unit: UnitRef
    kind: str
    item: str | None
    url: str
    dead_since: date | None


@dataclass(frozen=True, slots=True)
class NextTask:
    """A task that falls due in the next quarter, and how many units still have to do it."""

    name: str
    units: int


@dataclass(frozen=True, slots=True)
class Days:
    """The days that the circular names; None where the calendar of that year is not known, `unknown_year` says of which."""

    circular_on: date | None
    rectify_on: date | None
    next_due_on: date | None
    unknown_year: int | None


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes to whom: the office's name, the kinds of units that are there, the key-point documents of the year."""

    name: str
    kinds: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Former:
    """The same quarter of the year before, as far as it is known: the district's figures, its units' figures, who reported."""

    district: Statement | None = None
    units: Mapping[str, Values] = field(default_factory=dict)
    expected: int | None = None
    received: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A line of the page's charts: quarters (`25年2季`) with their values, None where there is none."""

    title: str
    points: tuple[tuple[str, Decimal | None], ...]
    is_share: bool


@dataclass(frozen=True, slots=True)
class CircularReport:
    """Everything that the circular of a quarter says; the lines in the order in which they are printed. `units` is the register."""

    office: Office
    units: tuple[UnitRef, ...]
    quarter: QuarterReport
    days: Days
    coverage: tuple[CoverageRow, ...]
    former: Former = Former()
    indicators: tuple[IndicatorRow, ...] = ()
    metrics: tuple[MetricRow, ...] = ()
    scheme: str | None = None
    scores: tuple[ScoreRow, ...] = ()
    score_lines: tuple[ScoreLineRow, ...] = ()
    problems: tuple[ProblemRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    next_tasks: tuple[NextTask, ...] = ()
    series: tuple[Series, ...] = ()

    @property
    def district_indicators(self) -> tuple[IndicatorRow, ...]:
        """The district's own rows."""
        return tuple(row for row in self.indicators if row.unit is None)

    @property
    def differing(self) -> tuple[tuple[IndicatorRow, ...], ...]:
        """The rows of a unit and indicator whose sources give different values, in the order of the indicators."""
        found: dict[tuple[str, str], list[IndicatorRow]] = {}
        for row in self.indicators:
            if row.unit is not None and row.value is not None:
                found.setdefault((row.code, row.unit.code), []).append(row)
        return tuple(tuple(rows) for rows in found.values() if len({row.value for row in rows}) > 1)
