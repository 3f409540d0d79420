"""What lies in an inbox besides files, under what names, and in what state: nothing blocks, nothing is followed, all is said."""

from __future__ import annotations

import io
import os
import re
import socket
import time
from contextlib import redirect_stdout
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.reading.files import read_files
from flows.sources.inbox import Found, NotTakenError, fetch_found, find_files
from flows.steps.collect import CollectSummary, collect
from flows.steps.publish import publish
from tests.hostile.containers import old_report
from tests.hostile.corpus import PERIOD, good_workbooks
from tests.hostile.dying import read_or_die
from tests.hostile.sheets import official
from warehouse.archive import Archive
from warehouse.store import open_store
from warehouse.workspace import Workspace

AT = datetime(2025, 4, 3, 9)
LARGEST = 1 << 20
NAMES = (
    "x\\..\\..\\windows\\win.ini.xlsx",
    "两行\n的名字.xlsx",
    "红\x1b[31m色.xlsx",
    "slx.\u202egpj",
    "<img src=x onerror=alert(1)>.xlsx",
    "'; DROP TABLE raw_receipt; --.xlsx",
    "$(touch pwned).xlsx",
    "`touch pwned`.xlsx",
    "-rf.xlsx",
    "=cmd|' -C calc'!A0.xlsx",
    "{{7*7}}.xlsx",
    "%s%n.xlsx",
    "e\u0301.xlsx",
    "é.xlsx",
    "CON.xlsx",
    " .xlsx",
    "长" * 83 + ".xlsx",
)


def sent(workspace: Workspace) -> str:
    name, content = next(iter(good_workbooks(workspace).items()))
    (workspace.inbox / name).write_bytes(content)
    return name


def found(folder: Path, name: str) -> Found:
    return next(one for one in find_files(folder, 0) if one.path.name == name)


def test_what_is_no_file_is_passed_over_and_said(office: Workspace, tmp_path: Path) -> None:
    sent(office)
    secret = tmp_path / "secret.xlsx"
    secret.write_bytes(official())
    (office.inbox / "link.xlsx").symlink_to(secret)
    (office.inbox / "hard.xlsx").hardlink_to(secret)
    (office.inbox / "folder.xlsx").mkdir()
    os.mkfifo(office.inbox / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(office.inbox)  # the address of a socket may not be long
        listening.bind("socket.xlsx")
        os.chdir(tmp_path)
    done = collect(office, as_of=AT)
    assert done.statuses == {"accepted": 1}
    assert {said.partition("：")[0]: said.partition("：")[2][:5] for said in done.not_fetched} == {
        "hard.xlsx": "硬链接，与",
        "link.xlsx": "符号链接。",
        "pipe.xlsx": "不是普通文",
        "socket.xlsx": "不是普通文",
    }
    assert list(Archive(office.archive)) == [sha256(next(iter(good_workbooks(office).values()))).hexdigest()]


def test_a_device_is_no_report(tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "zero.xlsx", 0o600 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root may make a device file")
    assert list(find_files(tmp_path, 0)) == []


@pytest.mark.parametrize("now", ["link", "pipe", "longer", "another", "gone"])
def test_a_file_that_is_another_one_by_the_time_it_is_opened_is_not_taken(tmp_path: Path, now: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(official())
    os.utime(path, (60, 60))
    seen = found(tmp_path, "a.xlsx")
    if now == "longer":
        path.write_bytes(official() + b"more")
    else:
        path.unlink()
    if now == "another":
        path.write_bytes(old_report())
    elif now == "link":
        path.symlink_to("/etc/passwd")
    elif now == "pipe":
        os.mkfifo(path)
    start = time.perf_counter()
    with pytest.raises((NotTakenError, OSError)):
        fetch_found(seen, LARGEST)
    assert time.perf_counter() - start < 5


def test_what_is_archived_is_what_was_read(tmp_path: Path) -> None:
    content = official()
    (tmp_path / "a.xlsx").write_bytes(content)
    assert fetch_found(found(tmp_path, "a.xlsx"), LARGEST) == content


def test_a_file_that_grows_while_it_is_taken_waits_for_the_next_run(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = sent(office)
    whole = (office.inbox / name).read_bytes()
    (office.inbox / name).write_bytes(whole[:5000])

    def seen_too_early(*given: object, **options: object) -> list[Found]:
        files = list(find_files(*given, **{**options, "settle": 0}))  # type: ignore[arg-type]
        (office.inbox / name).write_bytes(whole)
        return files

    with monkeypatch.context() as patch:
        patch.setattr("flows.steps.collect.find_files", seen_too_early)
        early = collect(office, as_of=AT)
    assert (early.received, early.not_fetched) == (0, (f"{name}：正在写入，下次再收。",))
    assert collect(office, as_of=AT).statuses == {"accepted": 1}


def test_a_hostile_name_is_data_wherever_it_goes(office: Workspace, tmp_path: Path) -> None:
    os.chdir(tmp_path)
    good = sent(office)
    (office.inbox / os.fsdecode("财政局.xls".encode("gbk"))).write_bytes(b"gbk")
    for number, name in enumerate(NAMES):
        (office.inbox / name).write_bytes(f"text {number}".encode())
    spoken = io.StringIO()
    with redirect_stdout(spoken):
        assert run(["collect", "--workspace", str(office.root), "--as-of", "2025-04-03T09:00"]) == 1
        run(["status", "2025Q1", "--workspace", str(office.root)])
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", spoken.getvalue())
    with open_store(office.database) as store:
        rows = store.rows("SELECT file_name, status FROM raw_receipt JOIN core_submission USING (submission_id)")
    assert len(rows) == len(NAMES) + 2
    assert {row["status"] for row in rows if row["file_name"] != good} == {"unreadable"}
    assert all(re.fullmatch("[0-9a-f]{64}", name) for name in Archive(office.archive))
    release = publish(office, PERIOD, as_of=datetime(2025, 4, 20)).path
    assert release is not None
    pages = [path.read_text() for path in (*release.rglob("*.html"), *office.feedback.rglob("*.html"))]
    assert pages
    assert not any("<img src=x" in page or "49.xlsx" in page for page in pages)
    assert not [path for path in tmp_path.rglob("*") if "pwned" in path.name]
    inside = [path for path in office.root.rglob("*") if office.inbox not in path.parents]
    assert all(path.resolve().is_relative_to(office.root.resolve()) for path in inside)
    assert not any(sign in path.name for path in inside for sign in "<>\"'|\n\x1b\u202e")


def test_a_child_that_dies_hangs_or_fills_the_memory_costs_its_own_file_only(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(office)
    for name in ("kills", "hangs", "fills"):
        (office.inbox / name).write_bytes(name.encode())
    monkeypatch.setattr("flows.steps.staging.read_files", partial(read_files, read=read_or_die, seconds=3))
    done: CollectSummary = collect(office, as_of=AT)
    assert done.statuses == {"accepted": 1, "unreadable": 3}
    with open_store(office.database) as store:
        rows = store.rows("SELECT file_name, error_code FROM raw_receipt JOIN stg_file USING (sha256)")
    assert {row["file_name"]: row["error_code"] for row in rows if row["error_code"]} == {
        "kills": "P90",
        "hangs": "P91",
        "fills": "P92",
    }


@pytest.mark.parametrize("content", [official(), old_report()], ids=["xlsx", "xls"])
def test_a_file_cut_off_anywhere_is_refused(content: bytes, tmp_path: Path) -> None:
    for share in range(100):
        (tmp_path / f"{share:02}").write_bytes(content[: len(content) * share // 100])
    files = [(path.name, path) for path in sorted(tmp_path.iterdir())]
    refused = [name for name, reading in read_files(files) if reading.error is not None]
    assert len(refused) == 100
