"""Figures that the running text is filled from: sums of statutory cells, comparisons with the year before, enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase

from reports.statement import Values, render_number
from warehouse.catalog.forms import Edition
from warehouse.catalog.narrative import Comparison, Figure, Listing, Narrative

Fact = Decimal | str | None
_NUMBERING = re.compile(r"^(?:\d+[.．]|（[一二三四五六七八九十]+）)")


def derive_figures(narrative: Narrative, edition: Edition, values: Values) -> dict[str, Decimal | None]:
    """Every declared figure; None where a cell it needs is blank, or where this edition has no such cell."""
    figures: dict[str, Decimal | None] = {}
    for figure in narrative.figures:
        figures[figure.name] = _figure(figure, edition, values, figures)
    return figures


def _figure(figure: Figure, edition: Edition, values: Values, known: Mapping[str, Decimal | None]) -> Decimal | None:
    parts = [known[name] for name in figure.plus] + [_negated(known[name]) for name in figure.minus]
    if figure.cells:
        parts.append(sum_cells(edition, matching_cells(edition, figure.cells), values))
    return _total(parts)


def sum_cells(edition: Edition, codes: tuple[str, ...], values: Values) -> Decimal | None:
    """The cells added up, None where one is blank. A row printed as one (（六）其他处理) stands for its blank parts."""
    merged = {edition.merged_into[code] for code in codes if code in edition.merged_into}
    whole = {code: value for code in merged if (value := values.get(code)) is not None}
    if not codes:
        return None
    return _total([*(_part(edition, code, values, whole) for code in codes), *whole.values()])


def _part(edition: Edition, code: str, values: Values, whole: Mapping[str, Decimal]) -> Decimal | None:
    value = values.get(code)
    return Decimal(0) if value is None and edition.merged_into.get(code) in whole else value


def _total(parts: list[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


def _negated(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def matching_cells(edition: Edition, patterns: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of an edition's cells that one of the patterns names, in printed order."""
    return tuple(code for code in edition.by_code if any(fnmatchcase(code, pattern) for pattern in patterns))


def derive_comparison(
    comparison: Comparison, figures: Mapping[str, Decimal | None], former: Mapping[str, Decimal | None], digits: int
) -> dict[str, Fact]:
    """Difference to the year before, its size and its percentage; no percentage of nothing."""
    now, then = figures[comparison.figure], former.get(comparison.figure)
    change = None if now is None or then is None else now - then
    percent = None if change is None or then is None or then == 0 else render_share(abs(change), then, digits)
    size = None if change is None else abs(change)
    return {comparison.name: change, f"{comparison.name}_size": size, f"{comparison.name}_percent": percent}


def render_share(part: Decimal, whole: Decimal, digits: int) -> str:
    """`part` in percent of `whole`, rounded half up, without the sign: `42.86`, `100`."""
    share = (part * 100 / whole).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return str(share.to_integral_value()) if share == share.to_integral_value() else str(share)


def derive_listing(
    narrative: Narrative, listing: Listing, edition: Edition, values: Values, figures: Mapping[str, Decimal | None]
) -> str | None:
    """The enumeration of the parts that are not zero; None where a part is unknown or nothing is to be listed."""
    parts = list(_parts(narrative, listing, edition, values, figures))
    whole = figures[listing.whole] if listing.whole is not None else None
    if any(value is None for _, value in parts) or (listing.whole is not None and whole in (None, 0)):
        return None
    said = [
        _item(listing, label, value, whole, narrative.percent_digits)
        for label, value in parts
        if value is not None and value != 0
    ]
    return listing.joiner.join(said) or None


def _parts(
    narrative: Narrative, listing: Listing, edition: Edition, values: Values, figures: Mapping[str, Decimal | None]
) -> Iterator[tuple[str, Decimal | None]]:
    yield from ((narrative.labels[name], figures[name]) for name in listing.figures)
    for code in matching_cells(edition, listing.cells):
        yield _NUMBERING.sub("", edition.by_code[code].row_label), values.get(code)


def _item(listing: Listing, label: str, value: Decimal, whole: Decimal | None, digits: int) -> str:
    share = "" if whole is None else render_share(value, whole, digits)
    return listing.item.replace("{label}", label).replace("{value}", render_number(value)).replace("{share}", share)
