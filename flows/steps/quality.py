"""Quality: what the checks came to and what was revised, in a folder of the release, for people who have no BI at hand."""

from __future__ import annotations

from pathlib import Path

from flows.steps.revision_lines import BLANK_NOTE, TITLE, revision_lines
from reports.quality.page import QualityFacts, render_quality_page
from reports.revision_page import RevisionFacts, render_revision_page
from reports.revision_xlsx import write_revision_workbook
from warehouse.revision import recorded_revision
from warehouse.store import Store
from warehouse.workspace import Workspace


def write_quality(store: Store, workspace: Workspace, folder: Path, facts: QualityFacts, former_id: str | None) -> None:
    """Writes the quality page, the revision table as page and workbook, and the rules' results and every violation as JSON lines."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(render_quality_page(facts, workspace.catalog), encoding="utf-8")
    lines = list(revision_lines(recorded_revision(store), workspace.catalog))
    revision = RevisionFacts(facts.district_name, facts.release_id, former_id, facts.as_of, lines)
    (folder / "revision.html").write_text(render_revision_page(revision, TITLE, [BLANK_NOTE]), encoding="utf-8")
    notes = (f"{former_id or '（无上一版本）'} → {facts.release_id}：修订 {len(lines)} 个数字", BLANK_NOTE)
    (folder / "revision.xlsx").write_bytes(write_revision_workbook(TITLE, notes, lines))
    for table in ("dq_result", "dq_violation"):
        store.frame(f"SELECT * FROM {table} ORDER BY ALL").write_ndjson(folder / f"{table}.jsonl")
