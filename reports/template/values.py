"""The figures of a unit's workbook: what was given, what was carried over, and the totals that follow from both."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reports.template.checks import printed_totals
from warehouse.catalog.catalog import Catalog

Figures = Mapping[str, Decimal | None]


def template_figures(
    values: Figures, opening: Mapping[str, Decimal], catalog: Catalog, edition: str
) -> dict[str, Decimal | None]:
    """Every cell of the edition with its figure, None where blank.

    A given figure stands before an opening one. A total is the sum of its parts unless another one is given: then that one
    stands, as where a unit has typed over the formula. Raises ValueError for a figure that the form has no cell for.
    """
    cells = catalog.edition(edition).by_code
    unknown = sorted({*values, *opening} - set(cells))
    if unknown:
        raise ValueError(f"表式 {edition} 没有这些单元格：{'、'.join(unknown)}")
    totals = printed_totals(catalog, edition)
    figures: dict[str, Decimal | None] = {}
    for code in cells:
        _settle(code, figures, values, opening, totals)
    return {code: figures[code] for code in cells}


def _settle(
    code: str,
    figures: dict[str, Decimal | None],
    values: Figures,
    opening: Mapping[str, Decimal],
    totals: Mapping[str, tuple[str, ...]],
) -> Decimal | None:
    if code not in figures:
        if code not in totals:
            figures[code] = values[code] if code in values else opening.get(code)
        elif values.get(code) is not None:
            figures[code] = values[code]
        else:
            figures[code] = sum_of([_settle(part, figures, values, opening, totals) for part in totals[code]])
    return figures[code]


def sum_of(parts: list[Decimal | None]) -> Decimal | None:
    """As the spreadsheet's SUM behind COUNT: blanks are passed over, nothing at all stays blank."""
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if known else None
