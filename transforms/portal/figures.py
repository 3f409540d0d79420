"""Rows of figures: each metric of each unit and period, within its declared bounds, or the answer is not believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from transforms.numbers import Reader
from transforms.portal.answer import DamageError, Row
from transforms.portal.written_dates import read_period
from warehouse.catalog.portal import Metric, PortalWords, Source
from warehouse.catalog.portal_fields import PERIOD, UNIT


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `value` is None where the source leaves it blank. `period` is a month, a quarter or a year as written_dates has it."""

    metric_code: str
    unit_text: str | None
    period: str
    value: Decimal | None
    text: str
    answer_no: int
    place: str


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads the rows of one source."""

    source: Source
    words: PortalWords
    read_number: Reader

    def read(self, answer_no: int, rows: Iterable[Row]) -> Iterator[Figure | DamageError]:
        """Each row's figures, or what is wrong with it. Rows of totals are no unit's and are left out."""
        for row in rows:
            try:
                yield from list(self._figures(answer_no, row))
            except DamageError as flawed:
                yield flawed

    def _figures(self, answer_no: int, row: Row) -> Iterator[Figure]:
        written = row.values.get(UNIT)
        unit = self.source.unit if written is None else " ".join(str(written).split())
        if any(self.words.total_row.match(str(row.values.get(name) or "").strip()) for name in (UNIT, PERIOD)):
            return
        period = read_period(row.values[PERIOD])
        if period is None:
            said = "应写作 2025-03、2025Q1 或 2025"
            raise DamageError("VALUE", place=row.place, field="时间", value=row.values[PERIOD], detail=said)
        fields = self.source.figures.metrics if self.source.figures else ()
        for code in fields:
            metric = self.words.metric(code)
            raw = row.values[code]
            value = self._value(metric, raw, row.place)
            yield Figure(code, unit, period, value, "" if raw is None else str(raw), answer_no, row.place)

    def _value(self, metric: Metric, raw: object, place: str) -> Decimal | None:
        if raw is None:
            return None
        reading = self.read_number(raw, metric.unit)
        if reading.state == "blank":
            return None
        reason = "不是数" if reading.value is None else _out_of_bounds(metric, reading.value)
        if reason is not None:
            raise DamageError("VALUE", place=place, field=metric.name, value=raw, detail=reason)
        return reading.value


def _out_of_bounds(metric: Metric, value: Decimal) -> str | None:
    if value < metric.least:
        return f"不应小于 {metric.least}"
    if metric.most is not None and value > metric.most:
        return f"不应大于 {metric.most}"
    return "应为整数" if metric.is_count and value % 1 else None
