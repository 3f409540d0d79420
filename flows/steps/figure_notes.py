"""Which notes stand with which figures: a unit's own report has all of its own, the district's those that answer a finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reports.figure_note import FigureNote
from warehouse.catalog.period import Period
from warehouse.notes import read_figure_notes
from warehouse.store import Store
from warehouse.workspace import Workspace

Rows = list[dict[str, Any]]


class FigureNotes:
    """The notes on the figures of one period, read once for all documents that are made of it."""

    def __init__(self, store: Store, workspace: Workspace, period: Period, *, is_folded: bool) -> None:
        self._rows = read_figure_notes(store, period, is_folded=is_folded)
        self._period = period
        self._root = workspace.register.root.code

    def of(self, unit_code: str) -> tuple[FigureNote, ...]:
        """The notes on a unit's figures, or on the district's: the units' answers to findings, each with the unit's name."""
        if unit_code == self._root:
            return self._named(row for row in self._rows if row["is_rolled_up"] and _is_to_a_place(row))
        own = [row for row in self._rows if row["head_code"] == unit_code]
        return tuple(self._note(row, None if row["unit_code"] == unit_code else row["unit_name"]) for row in own)

    def remarks(self) -> tuple[FigureNote, ...]:
        """What units say beyond that, for a document that lists the units."""
        return self._named(row for row in self._rows if not _is_to_a_place(row))

    def _named(self, rows: Iterable[dict[str, Any]]) -> tuple[FigureNote, ...]:
        return tuple(self._note(row, row["unit_name"]) for row in rows)

    def _note(self, row: dict[str, Any], unit_name: str | None) -> FigureNote:
        is_same = row["period"] == str(self._period)
        return FigureNote(
            kind=row["kind"],
            text=row["answer"],
            table_code=row["table_code"],
            cell_code=row["cell_code"],
            unit_name=unit_name,
            period_name=None if is_same else Period.parse(row["period"]).label,
        )


def _is_to_a_place(row: dict[str, Any]) -> bool:
    """Whether it answers a finding, or speaks of a table as a whole: the rest is about a figure that nobody asked about."""
    return bool(row["is_to_finding"]) or (row["cell_code"] is None and row["table_code"] is not None)
