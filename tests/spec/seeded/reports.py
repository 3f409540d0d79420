"""A clean case to be broken: one body's report with the one of the year before, as figures and as lines of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

Shown = Decimal | str | None
Figures = Mapping[str, Shown]
NOW, BEFORE, BESIDE = "now", "before", "beside"


@dataclass(frozen=True)
class Line:
    """One paragraph; `section` is 0 before the first heading, 1 to 6 in the sections of the form."""

    section: int
    text: str


@dataclass(frozen=True)
class Annual:
    """One annual report. `relabelled` are labels of the tables that are printed otherwise; `seed` chooses the wording of its text."""

    unit: str
    year: int
    figures: Figures
    seed: str
    phone: str
    edition: str = "2021"
    is_merged: bool = False
    relabelled: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)

    def number(self, code: str) -> Decimal | None:
        """A figure that is one; None for a blank cell, for words, and for a cell that this form does not have."""
        value = self.figures.get(code)
        return value if isinstance(value, Decimal) else None

    def shows(self, changes: Figures) -> Annual:
        """The same report with other figures."""
        return replace(self, figures={**self.figures, **changes})

    def adds(self, code: str, by: int | Decimal) -> Annual:
        """One figure more (or less) than it was."""
        return self.shows({code: (self.number(code) or Decimal(0)) + by})

    def says(self, name: str, text: str, section: int = 1) -> Annual:
        """One line more, or one in the place of another."""
        return replace(self, lines={**self.lines, name: Line(section, text)})

    def rewords(self, name: str, old: str, new: str) -> Annual:
        """A line with other words. Raises ValueError where they are not in it: a breaker that breaks nothing is none."""
        line = self.lines[name]
        if old not in line.text:
            raise ValueError(f"{name}: {old!r} is not in {line.text!r}")
        return self.says(name, line.text.replace(old, new, 1), line.section)


@dataclass(frozen=True, order=True)
class Finding:
    """What a rule says of one of a case's reports; a cell has table, row and column, text has none."""

    report: str
    rule_id: str
    table: str = ""
    row: str = ""
    column: str = ""


def finds(rule_id: str, *cells: str, report: str = NOW) -> frozenset[Finding]:
    """Findings of a rule: at each of the cells, or one where no cell is named."""
    if not cells:
        return frozenset({Finding(report, rule_id)})
    return frozenset(Finding(report, rule_id, *_split(cell)) for cell in cells)


def _split(cell: str) -> tuple[str, str, str]:
    table, _, rest = cell.partition(":")
    row, _, column = rest.rpartition(".")
    return table, row, column


@dataclass(frozen=True)
class Case:
    """A body's reports, given together, and what a correct judge finds in them: nothing, before something is broken."""

    name: str
    reports: Mapping[str, Annual]
    expected: frozenset[Finding] = frozenset()
    seeded: tuple[str, ...] = ()

    @property
    def now(self) -> Annual:
        """The report that is broken."""
        return self.reports[NOW]

    @property
    def before(self) -> Annual:
        """The same body's of the year before."""
        return self.reports[BEFORE]

    def changed(self, change: Callable[[Annual], Annual], report: str = NOW) -> Case:
        """The case with one of its reports changed."""
        return replace(self, reports={**self.reports, report: change(self.reports[report])})

    def expecting(self, *found: frozenset[Finding]) -> Case:
        """The case in which these are found as well."""
        return replace(self, expected=self.expected.union(*found))


class NotApplicable(Exception):  # noqa: N818 - no fault: this case has not got what would be broken
    """A case that a breaker cannot break, such as one without any request."""


def need(condition: bool) -> None:
    """Leaves a case that cannot be broken in this way to another breaker."""
    if not condition:
        raise NotApplicable
