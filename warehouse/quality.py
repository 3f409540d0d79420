"""What the checks came to, counted from the built tables: one SELECT for each section of the quality page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warehouse.store import Store

_SQL = Path(__file__).parent / "sql" / "quality"


def read_quality(store: Store) -> dict[str, list[dict[str, Any]]]:
    """The rows of every section by its name; their columns are those of `sql/quality/<section>.sql`."""
    return {path.stem: store.rows(path.read_text(encoding="utf-8")) for path in sorted(_SQL.glob("*.sql"))}
