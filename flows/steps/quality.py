"""Quality: what the checks came to, in a folder of the release, for people who have no BI at hand."""

from __future__ import annotations

from pathlib import Path

from warehouse.store import Store


def write_quality(store: Store, folder: Path) -> None:
    """Writes the rules' results and every violation as JSON lines."""
    folder.mkdir(parents=True)
    for table in ("dq_result", "dq_violation"):
        store.frame(f"SELECT * FROM {table} ORDER BY ALL").write_ndjson(folder / f"{table}.jsonl")
