"""Quality: what the checks came to, in a folder of the release, for people who have no BI at hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reports.quality import QualityFacts, render_quality_page
from warehouse.quality import read_quality
from warehouse.store import Store
from warehouse.workspace import Workspace


def write_quality(store: Store, workspace: Workspace, folder: Path, release_id: str, as_of: datetime) -> None:
    """Writes the quality page, and the rules' results and every violation as JSON lines."""
    folder.mkdir(parents=True)
    facts = QualityFacts(workspace.register.root.name, release_id, as_of, read_quality(store))
    (folder / "index.html").write_text(render_quality_page(facts, workspace.catalog), encoding="utf-8")
    for table in ("dq_result", "dq_violation"):
        store.frame(f"SELECT * FROM {table} ORDER BY ALL").write_ndjson(folder / f"{table}.jsonl")
