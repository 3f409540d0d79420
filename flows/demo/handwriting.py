"""How people write figures into cells: as numbers, as text, in full-width digits, with `件` behind, a dash for zero."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from flows.demo.books import Value
from warehouse.catalog.forms import Cell, Declared

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _number(value: Decimal) -> Value:
    return int(value) if value == value.to_integral_value() else float(value)


_DIGITS: dict[str, Callable[[Decimal], Value]] = {
    "number": _number,
    "text": lambda value: f"{value:f}",
    "full_width": lambda value: f"{value:f}".translate(_FULL_WIDTH),
    "thousands": lambda value: f"{value:,f}",
}


class Hand(Declared):
    """One person's way of writing figures; `zero` is what stands for zero, None for the digit itself."""

    digits: str = "number"
    has_unit: bool = False
    zero: str | None = None

    def write(self, value: Decimal, cell: Cell) -> Value:
        """The figure as this person types it into the cell: `12`, `１２`, `1,234`, ` 12件`."""
        if value == 0 and self.zero is not None:
            return self.zero
        written = _DIGITS[self.digits](value)
        return f" {written}{cell.unit}" if self.has_unit else written


PLAIN = Hand()
