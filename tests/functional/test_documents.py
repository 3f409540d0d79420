"""Documents of a period: where nothing counts yet, the user hears what to do first."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.steps.reports import write_documents
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace, WorkspaceError


def test_a_year_without_a_report_gives_no_document_but_the_next_step(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "office")
    with pytest.raises(
        WorkspaceError, match=r"还没有已接收的2024年度报表.*zwgk templates --period 2024 .*zwgk collect"
    ):
        write_documents(workspace, Period(2024))
    assert not (workspace.documents / "2024").exists()
