"""The small declarations: forms in use, code lists, number grammar, label crosswalk, template versions."""

from __future__ import annotations

from typing import Literal

from warehouse.catalog.forms import Declared


class Due(Declared):
    """When a form is due: the day of the n-th month after the period's end; a day off moves it to the next working day."""

    months_after: int
    day: int


class Form(Declared):
    """What a unit sends in: `quarter` or `annual`."""

    code: Literal["quarter", "annual"]
    title: str
    wording: Literal["period", "statutory"]
    edition: str
    template_version: str
    due: Due


class Coded(Declared):
    """One entry of a code list."""

    code: str
    label: str


class UnitKind(Coded):
    """Kind of a unit, and the group that it is ranked in.

    `reports`: which of its reports is asked of it; a city adds up the 汇总 of its districts. `office`: what the office of such a
    government is called.
    """

    group: str
    reports: Literal["own", "aggregate"] = "own"
    office: str = ""


class Status(Coded):
    """Ledger status; `counts` where the figures of such a submission count."""

    counts: bool


class NumberGrammar(Declared):
    """How people write numbers (numbers.yaml)."""

    zero_placeholders: tuple[str, ...]
    suffixes: tuple[str, ...]
    money_suffixes: tuple[str, ...]
    yuan_suffixes: tuple[str, ...] = ()
    error_values: tuple[str, ...] = ()
    largest: int


class LabelVariant(Declared):
    """One row of the crosswalk from labels as printed to codes, with the reason why it is there."""

    table: Literal["T2", "T3", "T4"]
    axis: Literal["row", "column"]
    variant: str
    code: str
    reason: str
