"""The rules as declared in `rules.yaml`, and the identities (勾稽关系) that a rule comes to in one edition of the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from warehouse.catalog.forms import Cell, Declared, Edition
from warehouse.catalog.period import Period

Severity = Literal["error", "warning", "info"]
Outcome = Literal["pass", "fail", "not_assessable", "error"]


class Live(Declared):
    """What the check beside the table in a unit's workbook says: the identity in the form's own numbering, and the verdict."""

    label: str
    ok: str
    bad: str


class Threshold(Declared):
    """From when on a change of these cells is not plausible: more than `ratio` times as much or as little, and by `at_least`."""

    cells: tuple[str, ...]
    ratio: float = Field(gt=1)
    at_least: float = Field(ge=0)


class Rule(Declared):
    """One rule. `message` and `remedy` are for the unit; the places in `message` are filled from the violation.

    A rule that `needs` text is about the words of a report, one that needs aggregates about a 汇总, one that needs tasks about key
    points, one that needs metrics about 工作指标 and 文件台账, one that needs the portal about what counts beside what the portal
    shows: it runs where there is some. One for certain `forms` runs where one of those is judged.
    `since` is the first period that the rule was known for; on `trial` it warns only, for periods that end by the end of that quarter.
    """

    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")
    kind: Literal["file", "value", "identity", "sql"]
    level: Literal[0, 1, 2, 3, 4]
    severity: Severity
    title: str
    basis: str
    message: str
    remedy: str
    since: str = Field(pattern=r"^\d{4}(Q[1-4])?$")
    trial: str | None = Field(default=None, pattern=r"^\d{4}Q[1-4]$")
    states: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    limits: dict[str, float] = Field(default_factory=dict)
    thresholds: tuple[Threshold, ...] = ()
    query: str | None = None
    needs: Literal["text", "aggregates", "tasks", "metrics", "portal"] | None = None
    table: str | None = None
    each: Literal["row", "column"] | None = None
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    at: str | None = None
    live: Live | None = None

    def severity_for(self, period: str | None) -> Severity:
        """The severity on a report of this period: at most a warning for what was due while the rule was on trial."""
        if self.severity != "error" or self.trial is None:
            return self.severity
        on_trial = period is None or Period.parse(period).end <= Period.parse(self.trial).end
        return "warning" if on_trial else "error"


@dataclass(frozen=True, slots=True)
class Identity:
    """`sum(expected) = sum(actual)`, one instance of an identity rule.

    `row`/`column` name where a violation is shown: both for a printed total, one of them (the other None) where the rule
    weighs two sides of a whole row or column. `at` is the cell of the printed total, if the rule has one.
    """

    rule_id: str
    table: str
    key: str
    row: str | None
    column: str | None
    expected: tuple[str, ...]
    actual: tuple[str, ...]
    at: str | None


def identities(rules: tuple[Rule, ...], edition: Edition) -> Iterator[Identity]:
    """Every identity of the edition, in the order of the rules and of the printed rows or columns."""
    for rule in rules:
        if rule.kind == "identity":
            yield from _instances(rule, edition.table_cells(rule.table or ""))


def _instances(rule: Rule, cells: tuple[Cell, ...]) -> Iterator[Identity]:
    by_column = rule.each == "column"
    for key in dict.fromkeys(cell.column if by_column else cell.row for cell in cells):
        line = [cell for cell in cells if (cell.column if by_column else cell.row) == key]
        row, column = (rule.at, key) if by_column else (key, rule.at)
        yield Identity(
            rule_id=rule.id,
            table=rule.table or "",
            key=key,
            row=row,
            column=column,
            expected=_select(rule.left, line, by_column),
            actual=_select(rule.right, line, by_column),
            at=f"{rule.table}:{row}.{column}" if rule.at else None,
        )


def _select(selectors: tuple[str, ...], line: list[Cell], by_column: bool) -> tuple[str, ...]:
    chosen: list[str] = []
    for selector in selectors:
        role = selector.removeprefix("role:")
        if role != selector:
            chosen += [cell.code for cell in line if cell.role == role]
        else:
            chosen += [cell.code for cell in line if (cell.row if by_column else cell.column) == selector]
    if not chosen:
        raise ValueError(f"selector {selectors} matches no cell")
    return tuple(chosen)
