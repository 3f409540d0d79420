"""What units explained and the office waived, laid to the figures that it is about, so that it goes with them into the documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warehouse.catalog.period import Period
from warehouse.store import Store

_SQL = Path(__file__).parent / "sql" / "note" / "figure_note.sql"


def read_figure_notes(store: Store, period: Period, *, is_folded: bool) -> list[dict[str, Any]]:
    """One row an answer: `head_code` is the unit whose figure it is, `unit_code` and `period` the report that it was given with.

    `is_folded`: of all quarters that go into the year up to `period`. Needs the built tables and the catalogue's.
    """
    slots = {"period": str(period), "is_folded": is_folded}
    return store.rows(_SQL.read_text(encoding="utf-8"), slots)
