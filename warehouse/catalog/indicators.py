"""Measures (基础数), the indicators made of them, and the words of the sheets that ask units for them: all of it rows of YAML."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Literal

from warehouse.catalog.declared import Coded
from warehouse.catalog.forms import Declared, Edition

Operator = Literal[">=", "<=", "="]
SourceName = Literal["cells", "sheet", "filings", "portal", "ledger", "tasks", "links"]
FilingField = Literal[
    "is_listed",
    "is_open",
    "is_normative",
    "is_interpreted",
    "is_filed",
    "is_pushed",
    "has_service",
    "is_online",
    "ways_count",
    "interpretation_days",
    "filed_working_days",
    "online_working_days",
]


class Asked(Declared):
    """How the sheet 工作指标 asks for a measure, of which kinds of units (none: of all) and in which quarters (none: in each)."""

    text: str
    kinds: tuple[str, ...] = ()
    quarters: tuple[int, ...] = ()
    part_of: str | None = None
    is_optional: bool = False


class FilingCondition(Declared):
    """What must hold of a document for it to be counted; a flag (`is_…`, `has_…`) is 1 where it holds."""

    field: FilingField
    operator: Operator = "="
    threshold: Decimal = Decimal(1)


class PortalPart(Declared):
    """Which part of a portal metric is the measure."""

    metric: str
    part: Literal["numerator", "denominator"] = "numerator"


class Measure(Declared):
    """One number of a unit in a quarter, and the sources that give it."""

    code: str
    name: str
    unit: str
    aggregation: Literal["sum", "last", "max"]
    cells: tuple[str, ...] = ()
    sheet: Asked | None = None
    filings: tuple[FilingCondition, ...] = ()
    portal: PortalPart | None = None
    ledger: Literal["due", "on_time", "returned"] | None = None
    tasks: Literal["due", "done"] | None = None
    links: Literal["checked", "dead"] | None = None

    @property
    def sources(self) -> frozenset[SourceName]:
        """The sources that give it."""
        names: tuple[SourceName, ...] = ("cells", "sheet", "filings", "portal", "ledger", "tasks", "links")
        return frozenset(name for name in names if getattr(self, name))

    def cells_of(self, edition: Edition) -> tuple[str, ...]:
        """The codes of the cells that it is the sum of in an edition; none where the edition has none of them."""
        return tuple(cell.code for cell in edition.cells if any(fnmatchcase(cell.code, one) for one in self.cells))

    def is_asked(self, kind: str, quarter: int) -> bool:
        """Whether the sheet asks a unit of this kind for it in this quarter."""
        asked = self.sheet
        return (
            asked is not None
            and (not asked.kinds or kind in asked.kinds)
            and (not asked.quarters or quarter in asked.quarters)
        )


class MixedSource(Declared):
    """A quotient whose two numbers come from different sources; its row goes by that of the numerator."""

    numerator: SourceName
    denominator: SourceName


class Indicator(Declared):
    """One indicator; `threshold` in the unit of its value, a ratio of 0.5 being 50 %."""

    code: str
    name: str
    group: str
    unit: Literal["ratio", "count", "days", "working_days"]
    direction: Literal["higher", "lower", "none"]
    numerator: str
    denominator: str | None = None
    sources: tuple[SourceName | MixedSource, ...]
    definition: str
    basis: str
    operator: Operator | None = None
    threshold: Decimal | None = None
    period: Literal["quarter", "year"] = "quarter"
    due_quarter: int = 4

    @property
    def is_quotient(self) -> bool:
        """Whether its value is numerator by denominator; a count with a denominator only says of how many."""
        return self.denominator is not None and self.unit != "count"

    @property
    def pairs(self) -> tuple[tuple[SourceName, SourceName], ...]:
        """The source of the numerator and that of the denominator, for each of its rows."""
        return tuple(
            (one.numerator, one.denominator) if isinstance(one, MixedSource) else (one, one) for one in self.sources
        )


class MetricColumns(Declared):
    """The headings of the sheet 工作指标."""

    measure: str
    text: str
    value: str
    unit: str
    note: str


class FilingColumns(Declared):
    """The headings of the sheet 文件台账."""

    document_number: str
    title: str
    is_normative: str
    openness: str
    published_on: str
    interpreted_on: str
    ways_count: str
    filed_on: str
    pushed_on: str
    has_service: str
    online_on: str
    url: str
    interpretation_url: str
    online_url: str


class MetricSheet(Declared):
    """The sheet that asks for measures."""

    name: str
    title: str
    hint: str
    columns: MetricColumns


class FilingSheet(Declared):
    """The sheet with one row a policy document; `rows` are laid out for them."""

    name: str
    title: str
    hint: str
    columns: FilingColumns
    rows: int


class Choice(Coded):
    """An entry of a drop-down; `variants` are other wordings that mean the same."""

    variants: tuple[str, ...] = ()


class MetricWords(Declared):
    """The words of metric_words.yaml."""

    sources: dict[str, str]
    states: dict[str, str]
    units: dict[str, str]
    metric_sheet: MetricSheet
    filing_sheet: FilingSheet
    truth: tuple[Choice, ...]
    openness: tuple[Choice, ...]


class Indicators(Declared):
    """Everything declared about indicators."""

    measures: tuple[Measure, ...]
    indicators: tuple[Indicator, ...]
    words: MetricWords

    @cached_property
    def measure_by_code(self) -> dict[str, Measure]:
        """Measures by code."""
        return {measure.code: measure for measure in self.measures}

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}


def indicator_problems(declared: Indicators, metrics: frozenset[str], editions: tuple[Edition, ...]) -> Iterator[str]:
    """What is wrong among measures and indicators that are each well formed, in Chinese sentences; `metrics` are the portal's."""
    for kind, codes in (("基础数", declared.measures), ("指标", declared.indicators)):
        named = [one.code for one in codes]
        yield from (f"{kind}“{code}”声明了两次。" for code in dict.fromkeys(named) if named.count(code) > 1)
    for measure in declared.measures:
        yield from _measure_problems(measure, declared.measure_by_code, metrics, editions)
    for indicator in declared.indicators:
        yield from _indicator_problems(indicator, declared.measure_by_code)


def _measure_problems(
    measure: Measure, known: dict[str, Measure], metrics: frozenset[str], editions: tuple[Edition, ...]
) -> Iterator[str]:
    if not measure.sources:
        yield f"基础数“{measure.code}”没有来源。"
    if measure.cells and not any(measure.cells_of(edition) for edition in editions):
        yield f"基础数“{measure.code}”的单元格 {'、'.join(measure.cells)} 在任何格式版本中都没有。"
    if measure.portal is not None and measure.portal.metric not in metrics:
        yield f"基础数“{measure.code}”的门户指标“{measure.portal.metric}”没有声明。"
    if measure.sheet is not None and measure.sheet.part_of is not None and measure.sheet.part_of not in known:
        yield f"基础数“{measure.code}”的 part_of“{measure.sheet.part_of}”没有声明。"


def _indicator_problems(indicator: Indicator, known: dict[str, Measure]) -> Iterator[str]:
    if (indicator.operator is None) != (indicator.threshold is None):
        yield f"指标“{indicator.code}”的 operator 和 threshold 应同时写或同时不写。"
    if indicator.unit == "ratio" and indicator.denominator is None:
        yield f"指标“{indicator.code}”是比率，应写明 denominator。"
    for source, other in indicator.pairs:
        for code, name in ((indicator.numerator, source), (indicator.denominator, other)):
            if code is not None and (code not in known or name not in known[code].sources):
                yield f"指标“{indicator.code}”所用的基础数“{code}”没有声明，或没有 {name} 这一来源。"
