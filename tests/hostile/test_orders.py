"""Runs repeated, run together, run by a clock that jumps, and files in another order: the tables are the same."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime

import pytest

from flows.steps.collect import collect
from tests.hostile.corpus import good_workbooks
from tests.hostile.values import number
from warehouse.store import open_store
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("hostile orders")
AT = datetime(2025, 4, 3, 9)
Rows = list[tuple[object, ...]]


def files(workspace: Workspace) -> list[tuple[str, bytes]]:
    """In the order in which they were saved: finance, its correction, audit, finance's first again, and once more by another name."""
    (first, content), (second, other) = good_workbooks(workspace).items()
    corrected = number("7")(content)
    return [
        (first, content),
        ("更正.xlsx", corrected),
        (second, other),
        ("更正 副本.xlsx", corrected),
        ("重发.xlsx", other),
    ]


def save(workspace: Workspace, minute: int, name: str, content: bytes) -> None:
    path = workspace.inbox / name
    path.write_bytes(content)
    os.utime(path, (minute * 60, minute * 60))


def standing(workspace: Workspace) -> tuple[Rows, Rows, Rows]:
    """Which file stands how, the figures that count, and what was found."""
    with open_store(workspace.database) as store:
        connection = store.connection
        return (
            connection.execute(
                "SELECT file_name, status, version FROM core_submission JOIN raw_receipt USING (submission_id) ORDER BY ALL"
            ).fetchall(),
            connection.execute("SELECT unit_code, period, cell_code, value FROM core_cell ORDER BY ALL").fetchall(),
            connection.execute(
                "SELECT file_name, rule_id, check_key, message FROM dq_violation JOIN raw_receipt USING (submission_id) ORDER BY ALL"
            ).fetchall(),
        )


Standing = tuple[Rows, Rows, Rows]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """All files taken together, once."""
    workspace = Workspace.create(tmp_path_factory.mktemp("once") / "office")
    for minute, (name, content) in reversed(list(enumerate(files(workspace), 1))):
        save(workspace, minute, name, content)
    collect(workspace, as_of=AT)
    return standing(workspace)


def in_parts(workspace: Workspace, *days: datetime) -> Standing:
    """Two files, two more, and the last one, each on its day."""
    numbered = list(enumerate(files(workspace), 1))
    for day, part in zip(days, (numbered[:2], numbered[2:4], numbered[4:]), strict=True):
        for minute, (name, content) in part:
            save(workspace, minute, name, content)
        collect(workspace, as_of=day)
    return standing(workspace)


def test_the_order_in_which_files_are_read_does_not_matter(office: Workspace, once: Standing) -> None:
    assert in_parts(office, AT, AT, AT) == once
    assert {name: status for name, status, _ in once[0]}["更正 副本.xlsx"] == "duplicate"


def test_a_clock_that_goes_backwards_changes_no_figure(office: Workspace, once: Standing) -> None:
    assert in_parts(office, datetime(2025, 4, 8, 23, 59), datetime(2025, 4, 1), datetime(2025, 4, 8, 23, 58)) == once


def test_collecting_again_and_again_and_all_at_once_leaves_the_same_tables(office: Workspace, once: Standing) -> None:
    for minute, (name, content) in enumerate(files(office), 1):
        save(office, minute, name, content)
    code = "import sys; from flows.cli.app import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "collect", "--workspace", str(office.root), "--as-of", "2025-04-03T09:00"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)]
    said = [run.communicate(timeout=120)[0] for run in runs]
    codes = [run.returncode for run in runs]
    assert set(codes) <= {0, 1, 2}, said
    assert 1 in codes, said
    collect(office, as_of=AT)
    assert standing(office) == once
