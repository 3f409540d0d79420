"""What a workspace's tables hold, for tests that hold two of them against each other."""

from __future__ import annotations

from typing import Any

from warehouse.store import open_store
from warehouse.workspace import Workspace


def every_row(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in one order."""
    with open_store(workspace.warehouse) as store:
        names = [row["table_name"] for row in store.rows("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")]
        return {name: store.connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in sorted(names)}
