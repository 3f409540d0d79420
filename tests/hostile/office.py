"""One small office into whose inbox every hostile file comes at once, beside two that are in order."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flows.cli.app import run
from tests.hostile.case import Hostile
from tests.hostile.corpus import CORPUS, content, good_workbooks
from warehouse.archive import Archive
from warehouse.store import open_store
from warehouse.workspace import Workspace

AT = "2025-04-03T09:00"


@dataclass(frozen=True)
class Received:
    """What became of one file."""

    status: str
    code: str | None
    message: str | None
    cells: int


@dataclass(frozen=True)
class HostileOffice:
    workspace: Workspace
    exit_code: int
    summary: dict[str, Any]
    received: dict[str, Received]

    def of(self, case: Hostile) -> Received:
        return self.received[case.file_name]

    def keeps(self, case: Hostile) -> bool:
        return Archive(self.workspace.archive).is_intact(sha256(content(case)).hexdigest())

    def returned(self, case: Hostile) -> str:
        """The message that goes back for the file."""
        said = (path.read_text() for path in self.workspace.feedback.rglob("*.txt"))
        return next((text for text in said if case.file_name in text), "")


def besieged(workspace: Workspace) -> HostileOffice:
    files = {case.file_name: content(case) for case in CORPUS} | good_workbooks(workspace)
    for name, data in files.items():
        (workspace.inbox / name).write_bytes(data)
    spoken = io.StringIO()
    with redirect_stdout(spoken):
        code = run(["collect", "--workspace", str(workspace.root), "--as-of", AT, "--json"])
    return HostileOffice(workspace, code, json.loads(spoken.getvalue()), _received(workspace))


def _received(workspace: Workspace) -> dict[str, Received]:
    with open_store(workspace.database) as store:
        rows = store.rows(
            """SELECT r.file_name, s.status, f.error_code, f.error_detail AS error_message,
                      (SELECT count(*) FROM stg_cell c WHERE c.sha256 = r.sha256) AS cells
               FROM raw_receipt r JOIN core_submission s USING (submission_id) JOIN stg_file f ON f.sha256 = r.sha256"""
        )
    return {
        row["file_name"]: Received(row["status"], row["error_code"], row["error_message"], row["cells"]) for row in rows
    }
