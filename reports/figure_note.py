"""What goes with a figure into a document: what the unit explains of it, or why the office let it pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FigureNote:
    """One answer. `cell_code` is None where it speaks of a whole table, `table_code` too where it speaks of the whole report.

    `unit_name` is given in a total of several units, `period_name` where the report it came with is of another period.
    """

    kind: Literal["explanation", "waiver"]
    text: str
    table_code: str | None = None
    cell_code: str | None = None
    unit_name: str | None = None
    period_name: str | None = None
