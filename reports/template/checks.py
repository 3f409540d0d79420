"""Formulas of a unit's workbook, made from the declared identities: the totals, and the live check of each identity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from reports.excel.book import address
from reports.excel.tables import Place, Places
from reports.statement import render_number
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.rules import Identity, Live
from warehouse.catalog.workbook import CheckWords

Figures = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """One live check: its words, the formula, what it shows now, and the figures that it stands beside or under."""

    rule_id: str
    live: Live
    formula: str
    shown: str
    side: Literal["right", "below"]
    beside: Place


def printed_totals(catalog: Catalog, edition: str) -> dict[str, tuple[str, ...]]:
    """The cells that are sums of others, with those others: the first identity that prints its sum in a cell says how."""
    totals: dict[str, tuple[str, ...]] = {}
    for identity in catalog.identities(edition):
        if identity.at is not None:
            totals.setdefault(identity.at, identity.expected)
    return totals


def total_formula(parts: Iterable[str], places: Places) -> str:
    """Their sum; shows nothing as long as no part is filled in."""
    cells = ",".join(_ranges(places[part] for part in parts))
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def live_checks(catalog: Catalog, edition: str, table: str, places: Places, figures: Figures) -> list[LiveCheck]:
    """The live checks of one table, in the order of the rules."""
    checks: list[LiveCheck] = []
    of_table = (identity for identity in catalog.identities(edition) if identity.table == table)
    for rule_id, instances in groupby(of_table, key=lambda identity: identity.rule_id):
        live, identities = catalog.rule(rule_id).live, list(instances)
        side = _side(identities, places)
        if live is not None:
            checks += [
                _live_check(identity, live, catalog.workbook.checks, places, figures, side) for identity in identities
            ]
    return checks


def progress_formula(inputs: Iterable[str], places: Places, words: CheckWords, nil: str) -> str:
    """Says how many cells are still blank; `nil` is the condition under which none has to be filled."""
    codes = list(inputs)
    filled = f"COUNT({','.join(_ranges(places[code] for code in codes))})"
    left = f"{quoted(words.left_before)}&({len(codes)}-{filled})&{quoted(words.left_after)}"
    return (
        f"={quoted(words.progress)}"
        f"&IF({nil},{quoted(words.nil)},IF({filled}={len(codes)},{quoted(words.complete)},{left}))"
    )


def progress_text(inputs: Iterable[str], figures: Figures, words: CheckWords, is_nil: bool) -> str:
    """What progress_formula shows."""
    blank = sum(figures[code] is None for code in inputs)
    if is_nil:
        return words.progress + words.nil
    return words.progress + (f"{words.left_before}{blank}{words.left_after}" if blank else words.complete)


def _side(identities: list[Identity], places: Places) -> Literal["right", "below"]:
    """Checks of lines that each fill a row of their own stand to the right, all others below."""
    rows = [{places[code].row for code in (*i.expected, *i.actual)} for i in identities]
    own = all(len(row) == 1 for row in rows) and len(set().union(*rows)) == len(rows) > 1
    return "right" if own else "below"


def _live_check(
    identity: Identity,
    live: Live,
    words: CheckWords,
    places: Places,
    figures: Figures,
    side: Literal["right", "below"],
) -> LiveCheck:
    around = [places[code] for code in (*identity.expected, *identity.actual)]
    left, right = min(place.column for place in around), max(place.column for place in around)
    return LiveCheck(
        rule_id=identity.rule_id,
        live=live,
        formula=_live_formula(identity, live, places, words),
        shown=_live_text(identity, live, figures, words),
        side=side,
        beside=Place(max(place.row for place in around), left, 1, right - left + 1),
    )


def _live_formula(identity: Identity, live: Live, places: Places, words: CheckWords) -> str:
    """Only IF, COUNT and SUM: they mean the same in Excel, WPS and LibreOffice."""
    expected = ",".join(_ranges(places[code] for code in identity.expected))
    actual = ",".join(_ranges(places[code] for code in identity.actual))
    operands = len(identity.expected) + len(identity.actual)
    bad = f"{quoted(f'{words.bad}{live.bad}{words.difference} ')}&(SUM({expected})-SUM({actual}))"
    judged = f"IF(SUM({expected})=SUM({actual}),{quoted(live.ok)},{bad})"
    return f'=IF(COUNT({expected},{actual})<{operands},"",{judged})'


def _live_text(identity: Identity, live: Live, figures: Figures, words: CheckWords) -> str:
    expected, actual = (_sum(figures[code] for code in side) for side in (identity.expected, identity.actual))
    if expected is None or actual is None:
        return ""
    if expected == actual:
        return live.ok
    return f"{words.bad}{live.bad}{words.difference} {render_number(expected - actual)}"


def _sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total


def quoted(text: str) -> str:
    """A text inside a formula; its quotation marks can't end it."""
    return '"' + text.replace('"', '""') + '"'


def _ranges(places: Iterable[Place]) -> list[str]:
    """Cells as ranges where they stand in one unbroken line: `D6:D26`."""
    runs: list[list[tuple[int, int]]] = []
    for spot in sorted((place.row, place.column) for place in places):
        if runs and _continues(runs[-1], spot):
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return [address(*run[0]) if len(run) == 1 else f"{address(*run[0])}:{address(*run[-1])}" for run in runs]


def _continues(run: list[tuple[int, int]], spot: tuple[int, int]) -> bool:
    step = (spot[0] - run[-1][0], spot[1] - run[-1][1])
    before = step if len(run) == 1 else (run[1][0] - run[0][0], run[1][1] - run[0][1])
    return step == before and step in {(1, 0), (0, 1)}
