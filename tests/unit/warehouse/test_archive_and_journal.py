"""What was received is kept for ever: bytes by their hash, events in a chain."""

from __future__ import annotations

import errno
import os
from datetime import datetime
from pathlib import Path

import pytest

from warehouse.archive import Archive
from warehouse.journal import GENESIS, Journal, JournalError

AT = datetime(2025, 4, 3, 9, 30)


def test_landed_bytes_are_found_by_their_hash(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.land(b"report")
    assert archive.path(sha256).read_bytes() == b"report"
    assert list(archive) == [sha256]
    assert archive.is_intact(sha256)


def test_landing_the_same_bytes_again_writes_nothing(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = archive.path(archive.land(b"report"))
    before = path.stat().st_mtime_ns
    archive.land(b"report")
    assert path.stat().st_mtime_ns == before
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path]


def test_changed_bytes_are_not_intact(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.land(b"report")
    archive.path(sha256).chmod(0o644)
    archive.path(sha256).write_bytes(b"retort")
    assert not archive.is_intact(sha256)


def test_events_come_back_in_order_with_their_facts(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    assert journal.head == GENESIS
    journal.append("received", AT, [{"file_name": "区财政局.xlsx"}, {"file_name": "云溪镇.xlsx"}])
    journal.append("withdrawn", AT, [{"submission_id": "1"}])
    assert [(e.number, e.kind, dict(e.facts)) for e in journal] == [
        (1, "received", {"file_name": "区财政局.xlsx"}),
        (2, "received", {"file_name": "云溪镇.xlsx"}),
        (3, "withdrawn", {"submission_id": "1"}),
    ]
    assert {e.at for e in journal} == {AT}


def test_a_changed_line_breaks_the_chain(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append("received", AT, [{"file_name": "a"}, {"file_name": "b"}])
    text = journal.path.read_text(encoding="utf-8")
    journal.path.write_text(text.replace('"a"', '"c"'), encoding="utf-8")
    with pytest.raises(JournalError, match="第 1 行"):
        list(journal)


def test_a_removed_line_breaks_the_chain(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append("received", AT, [{"file_name": "a"}, {"file_name": "b"}])
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(lines[1])
    with pytest.raises(JournalError):
        list(journal)


def test_a_torn_last_line_was_never_acknowledged_and_is_cut_off(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append("received", AT, [{"file_name": "a"}])
    with journal.path.open("ab") as out:
        out.write(b'{"n": 2, "kind": "rece')
    assert len(list(journal)) == 1
    journal.append("received", AT, [{"file_name": "b"}])
    assert [e.facts["file_name"] for e in journal] == ["a", "b"]


def test_what_the_disk_did_not_confirm_is_not_in_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append("received", AT, [{"file_name": "a"}])

    def failing(handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", failing)
        with pytest.raises(OSError, match="Input/output"):
            journal.append("received", AT, [{"file_name": "b"}, {"file_name": "c"}])
    assert [e.facts["file_name"] for e in journal] == ["a"]
    journal.append("received", AT, [{"file_name": "d"}])
    assert [(e.number, e.facts["file_name"]) for e in journal] == [(1, "a"), (2, "d")]


def test_a_line_of_which_half_was_written_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    write, left = os.write, [30]

    def full(handle: int, content: bytes) -> int:
        if left[0] == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = write(handle, bytes(content)[: left[0]])
        left[0] -= written
        return written

    with monkeypatch.context() as broken:
        broken.setattr("os.write", full)
        with pytest.raises(OSError, match="No space"):
            journal.append("received", AT, [{"file_name": "a"}])
    assert journal.path.read_bytes() == b""
