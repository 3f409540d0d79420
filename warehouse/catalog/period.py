"""Reporting periods: a quarter (`2025Q1`) or a year (`2025`), as written in commands, files and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(?P<year>20\d{2})(?:Q(?P<quarter>[1-4]))?")
_QUARTER_NAMES = ("一", "二", "三", "四")
_QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))


class PeriodError(ValueError):
    """The text is no period; the message says how one is written."""


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar quarter, or a calendar year where `quarter` is None."""

    year: int
    quarter: int | None = None

    @classmethod
    def parse(cls, text: str) -> Period:
        """`2025Q1` or `2025`; anything else raises PeriodError."""
        match = _WRITTEN.fullmatch(text.strip().upper())
        if match is None:
            raise PeriodError(f"报告期“{text}”无法识别，应写作 2025Q1 或 2025。")
        quarter = match["quarter"]
        return cls(int(match["year"]), int(quarter) if quarter else None)

    @classmethod
    def quarter_of(cls, day: date) -> Period:
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def is_year(self) -> bool:
        """Whether this is a year rather than a quarter."""
        return self.quarter is None

    @property
    def form_code(self) -> str:
        """The form (see forms.yaml) that reports this period."""
        return "annual" if self.quarter is None else "quarter"

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, 1 if self.quarter is None else 3 * self.quarter - 2, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return date(self.year, *_QUARTER_ENDS[3 if self.quarter is None else self.quarter - 1])

    @property
    def label(self) -> str:
        """`2025年第一季度`, `2025年度`."""
        if self.quarter is None:
            return f"{self.year}年度"
        return f"{self.year}年第{_QUARTER_NAMES[self.quarter - 1]}季度"

    @property
    def previous(self) -> Period:
        """The period of the same length before this one."""
        if self.quarter is None:
            return Period(self.year - 1)
        return Period(self.year, self.quarter - 1) if self.quarter > 1 else Period(self.year - 1, 4)

    @property
    def following(self) -> Period:
        """The period of the same length after this one."""
        if self.quarter is None:
            return Period(self.year + 1)
        return Period(self.year, self.quarter + 1) if self.quarter < 4 else Period(self.year + 1, 1)

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters from the start of the year to the end of this period."""
        return tuple(Period(self.year, q) for q in range(1, (self.quarter or 4) + 1))

    @property
    def sort_key(self) -> tuple[date, bool]:
        """Orders quarters before the year that they complete."""
        return (self.end, self.is_year)

    def __str__(self) -> str:
        return str(self.year) if self.quarter is None else f"{self.year}Q{self.quarter}"
