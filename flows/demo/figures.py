"""Figures of every unit of the example district: drawn with a fixed seed, and consistent from quarter to quarter and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from flows.demo.scale import Profile, Range, Scale, load_scale
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Cell, Edition
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register, Unit

Figures = Mapping[str, Decimal]
ZERO = Decimal(0)
STOCK = "T2:normative_document.in_force"


@dataclass(frozen=True, slots=True)
class District:
    """What the units would report, by (unit code, period): the truth that the demonstration's workbooks are made from."""

    figures: Mapping[tuple[str, Period], Figures]

    def of(self, unit: str, period: Period) -> Figures:
        """The figures of one unit and period; KeyError where the unit owes none."""
        return self.figures[unit, period]


def draw_district(catalog: Catalog, register: Register, first: Period, last: Period) -> District:
    """Draws every quarter from `first` to `last` and folds each year that ends in between, whatever year it began in."""
    edition, scale = catalog.edition(catalog.form("quarter").edition), load_scale()
    drawn: dict[tuple[str, Period], Figures] = {}
    for period in _quarters(first, last):
        for unit in register.reporting(period):
            drawn[unit.code, period] = _draw_quarter(_Draw(catalog, edition, scale, unit, period), drawn, register)
        year = Period(period.year)
        if period.quarter == 4 and all(quarter.sort_key >= first.sort_key for quarter in year.quarters):
            drawn |= {
                (unit.code, year): fold_year(catalog, register, drawn, unit, year) for unit in _yearly(register, year)
            }
    return District(drawn)


def fold_year(
    catalog: Catalog,
    register: Register,
    quarters: Mapping[tuple[str, Period], Figures],
    unit: Unit,
    year: Period,
) -> Figures:
    """The year of a unit from its quarters and those of the units merged into it, by each cell's aggregation."""
    edition = catalog.edition(catalog.form("annual").edition)
    family = (unit, *register.predecessors(unit.code))
    inside = [quarters[member.code, q] for q in year.quarters for member in family if (member.code, q) in quarters]
    opening = [
        quarters[member.code, year.quarters[0]] for member in family if (member.code, year.quarters[0]) in quarters
    ]
    parts = {"sum": inside, "first": opening, "last": [quarters[unit.code, year.quarters[-1]]], "identity": []}
    return completed(catalog, edition, {cell.code: _sum(cell, parts[cell.aggregation]) for cell in edition.cells})


def completed(catalog: Catalog, edition: Edition, figures: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The same figures with every printed total computed from its parts.

    Twice over the identities, because totals of rows are parts of totals of columns.
    """
    full = {cell.code: figures.get(cell.code, ZERO) for cell in edition.cells}
    totals = [identity for identity in catalog.identities(edition.edition) if identity.at is not None]
    for identity in totals * 2:
        full[str(identity.at)] = sum((full[part] for part in identity.expected), ZERO)
    return full


@dataclass(frozen=True, slots=True)
class _Draw:
    """What is needed to draw one unit's quarter."""

    catalog: Catalog
    edition: Edition
    scale: Scale
    unit: Unit
    period: Period

    @property
    def profile(self) -> Profile:
        return self.scale.profile(self.unit)

    def random(self, subject: str) -> Random:
        """A stream of its own for each subject of each unit and quarter."""
        return Random(f"{self.scale.seed}/{self.unit.code}/{self.period}/{subject}")  # noqa: S311 - figures, not secrets


def _draw_quarter(draw: _Draw, before: Mapping[tuple[str, Period], Figures], register: Register) -> Figures:
    opening = _opening(draw, before, register)
    flows = dict((*_proactive(draw, opening), *_requests(draw, opening), *_disputes(draw, opening)))
    return completed(draw.catalog, draw.edition, {code: Decimal(value) for code, value in flows.items()})


def _opening(draw: _Draw, before: Mapping[tuple[str, Period], Figures], register: Register) -> Mapping[str, int]:
    """What is in hand when the quarter begins: closings of the unit and of the units that were merged into it since."""
    previous = draw.period.previous
    merged = (unit.code for unit in register.predecessors(draw.unit.code) if not unit.is_due(draw.period))
    handed_on = [before[code, previous] for code in (draw.unit.code, *merged) if (code, previous) in before]
    if handed_on:
        stocks = [cell for cell in draw.edition.cells if cell.aggregation == "last"]
        return {cell.code: int(_sum(cell, handed_on)) for cell in stocks}
    rng, columns = draw.random("opening"), [c for c in draw.edition.requests.columns if c.code in draw.scale.applicants]
    backlog = _split(rng, _count(rng, draw.profile.backlog), draw.scale.applicants)
    return {f"T3:carried_out.{c.code}": backlog[c.code] for c in columns} | {STOCK: _count(rng, draw.profile.stock)}


def _proactive(draw: _Draw, opening: Mapping[str, int]) -> Iterator[tuple[str, int | Decimal]]:
    rng, profile = draw.random("T2"), draw.profile
    made = _count(rng, profile.made)
    repealed = min(_count(rng, profile.repealed), opening.get(STOCK, 0))
    yield "T2:normative_document.made", made
    yield "T2:normative_document.repealed", repealed
    yield STOCK, opening.get(STOCK, 0) + made - repealed
    yield "T2:licence.decisions", _count(rng, profile.licence)
    yield "T2:penalty.decisions", _count(rng, profile.penalty)
    yield "T2:coercion.decisions", _count(rng, profile.coercion)
    yield "T2:fee.amount_wan", Decimal(_count(rng, profile.fee_cents)) / 100


def _requests(draw: _Draw, opening: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    rng, scale = draw.random("T3"), draw.scale
    new = _split(rng, _count(rng, draw.profile.requests), scale.applicants)
    for column in scale.applicants:
        carried_in = opening.get(f"T3:carried_out.{column}", 0)
        carried_out = sum(rng.random() < scale.undecided_share for _ in range(carried_in + new[column]))
        results = _split(rng, carried_in + new[column] - carried_out, scale.results)
        yield f"T3:new.{column}", new[column]
        yield f"T3:carried_in.{column}", carried_in
        yield from ((f"T3:{row}.{column}", count) for row, count in results.items())
        yield f"T3:carried_out.{column}", carried_out


def _disputes(draw: _Draw, opening: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    rng, scale = draw.random("T4"), draw.scale
    for row in draw.edition.disputes.rows:
        in_hand = opening.get(f"T4:{row.code}.pending", 0) + sum(rng.random() < draw.profile.disputes for _ in range(4))
        pending = sum(rng.random() < scale.pending_share for _ in range(in_hand))
        yield f"T4:{row.code}.pending", pending
        decided = _split(rng, in_hand - pending, scale.decisions)
        yield from ((f"T4:{row.code}.{column}", count) for column, count in decided.items())


def _quarters(first: Period, last: Period) -> Iterator[Period]:
    period = first
    while period.sort_key <= last.sort_key:
        yield period
        period = period.following


def _yearly(register: Register, year: Period) -> Iterable[Unit]:
    return register.reporting(year)


def _sum(cell: Cell, parts: Sequence[Figures]) -> Decimal:
    return sum((part[cell.code] for part in parts), ZERO)


def _count(rng: Random, limits: Range) -> int:
    return rng.randint(*limits)


def _split(rng: Random, count: int, weights: Mapping[str, int]) -> Counter[str]:
    return Counter(rng.choices(list(weights), list(weights.values()), k=count))
