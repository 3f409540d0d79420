"""What the doctor says of an office that has collected and published, and of one in which something has gone wrong."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from flows.cli.app import run
from flows.doctor.records import (
    derived_is_what_archive_and_journal_say,
    ledger_is_that_of_the_journal,
    releases_are_whole,
)
from flows.doctor.seen import Seen
from flows.steps.intake import RECEIVED, archive_of, journal_of
from tests.functional.bi_office import BiOffice
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("bi")
NOW = datetime(2026, 11, 1)
HOLDER = """
import sys
from pathlib import Path
from warehouse.store import open_store
with open_store(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def office(bi: BiOffice, tmp_path: Path) -> Workspace:
    """A copy, to be broken."""
    shutil.copytree(bi.workspace.root, tmp_path / "office", symlinks=True)
    return Workspace.open(tmp_path / "office")


def change(workspace: Workspace, sql: str) -> None:
    with duckdb.connect(workspace.database) as connection:
        connection.execute(sql)


def test_a_sound_office_is_as_its_journal_and_manifests_say(bi: BiOffice) -> None:
    receipts = [event for event in journal_of(bi.workspace) if event.kind == RECEIVED]
    assert ledger_is_that_of_the_journal(bi.workspace, NOW) == Seen(True, f"{len(receipts)} 份，台账与日志逐份一致")
    assert releases_are_whole(bi.workspace, NOW) == Seen(True, "2 个版本，文件与清单一致")
    rebuilt = derived_is_what_archive_and_journal_say(bi.workspace, NOW)
    assert rebuilt.is_fine
    assert rebuilt.detail.startswith(f"重新推算 {len(receipts)} 份报送")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("DELETE FROM core_submission WHERE submission_id = 1", "1 份没有认定或没有结论（报送编号 1）"),
        ("DELETE FROM core_receipt WHERE submission_id = 1", "1 份没有认定或没有结论（报送编号 1）"),
        ("UPDATE raw_receipt SET sha256 = repeat('0', 64) WHERE submission_id = 1", "1 份与日志不符（报送编号 1）"),
        ("UPDATE raw_receipt SET submission_id = 9999 WHERE submission_id = 1", "1 份与日志不符（报送编号 9999）"),
    ],
)
def test_a_ledger_that_is_not_the_journals_is_found(office: Workspace, broken: str, said: str) -> None:
    change(office, broken)
    seen = ledger_is_that_of_the_journal(office, NOW)
    assert (seen.is_fine, seen.is_hint) == (False, False)
    assert said in seen.detail
    assert "zwgk rebuild" in seen.detail


def test_what_has_come_and_waits_is_a_hint(office: Workspace) -> None:
    sha256 = archive_of(office).land(b"one more")
    facts = {"sha256": sha256, "file_name": "a.xlsx", "source": "inbox"}
    [event] = journal_of(office).append(RECEIVED, datetime(2026, 10, 31), [facts])
    seen = ledger_is_that_of_the_journal(office, NOW)
    assert seen.is_hint
    assert f"1 份已收到、尚未处理完（报送编号 {event.number}），请运行 zwgk collect" in seen.detail
    office.database.unlink()
    assert "工作数据库尚未建立，请运行 zwgk collect" in ledger_is_that_of_the_journal(office, NOW).detail


def test_a_database_of_an_earlier_edition_is_a_hint(office: Workspace) -> None:
    change(office, "DROP TABLE core_unjudged")
    seen = ledger_is_that_of_the_journal(office, NOW)
    assert seen.is_hint
    assert "由较早的程序建立" in seen.detail


def test_a_figure_changed_in_the_working_database_shows_against_the_one_derived_anew(office: Workspace) -> None:
    change(office, "UPDATE core_cell SET value = value + 1 WHERE cell_code = 'T3:new.total'")
    assert ledger_is_that_of_the_journal(office, NOW).is_fine
    seen = derived_is_what_archive_and_journal_say(office, NOW)
    assert (seen.is_fine, seen.is_hint) == (False, False)
    assert "与重新推算的不同：core_cell" in seen.detail


def lose(release: Path) -> None:
    next((release / "tables").glob("*.parquet")).unlink()


def alter(release: Path) -> None:
    page = release / "zwgk.duckdb"
    page.chmod(0o644)
    page.write_bytes(page.read_bytes() + b"\0")


def add(release: Path) -> None:
    (release / "more.csv").write_text("a", encoding="utf-8")


def forget(release: Path) -> None:
    (release / "manifest.json").unlink()


def mislead(release: Path) -> None:
    link = release.parent / "current"
    link.unlink()
    link.symlink_to("0099-nowhere")


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (lose, ".parquet 缺失"),
        (alter, "zwgk.duckdb 内容有变"),
        (add, "more.csv 多出"),
        (forget, "清单 manifest.json 缺失或读不出"),
        (mislead, "current 指向的版本不存在"),
    ],
)
def test_a_release_that_is_not_as_its_manifest_says_is_found(
    office: Workspace, breaks: Callable[[Path], None], said: str
) -> None:
    breaks((office.releases / "current").resolve())
    seen = releases_are_whole(office, NOW)
    assert (seen.is_fine, seen.is_hint) == (False, False)
    assert said in seen.detail


def test_the_command_says_so_and_ends_with_findings(office: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    change(office, "DELETE FROM core_receipt WHERE submission_id = 1")
    assert run(["doctor", "--json", "-w", str(office.root)]) == 1
    checks = {check["title"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert (checks["台账"]["is_fine"], checks["台账"]["is_hint"]) == (False, False)
    assert checks["档案"]["is_fine"] is True
    assert "重新推算" not in checks


def test_a_database_that_is_damaged_or_being_written_is_said_and_left_as_it_is(
    office: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    def ledger() -> dict[str, object]:
        run(["doctor", "--json", "-w", str(office.root)])
        return next(one for one in json.loads(capsys.readouterr().out)["checks"] if one["title"] == "台账")

    content = office.database.read_bytes()
    office.database.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])
    damaged = office.database.read_bytes()
    assert "工作数据库已损坏" in str(ledger()["detail"])
    assert office.database.read_bytes() == damaged
    office.database.write_bytes(content)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(office.database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    busy = ledger()
    holder.communicate()
    assert (busy["is_fine"], busy["is_hint"]) == (False, True)
    assert f"进程 {holder.pid}" in str(busy["detail"])
