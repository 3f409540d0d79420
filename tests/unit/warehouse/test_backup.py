"""A backup is proven when it is written and when it is restored; one that is not whole is refused."""

from __future__ import annotations

import io
import json
import os
import tarfile
from datetime import datetime
from pathlib import Path

import pytest

from warehouse.archive import Archive
from warehouse.backup import MANIFEST, BackupError, check_backup, restore_backup, write_backup
from warehouse.journal import Journal


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = tmp_path / "office"
    archive = Archive(root / "archive")
    facts = [{"sha256": archive.land(content), "file_name": name} for name, content in _RECEIVED.items()]
    Journal(root / "archive" / "journal.jsonl").append("received", datetime(2025, 4, 3), facts)
    (root / "releases" / "0001-2025Q1-abc").mkdir(parents=True)
    (root / "releases" / "0001-2025Q1-abc" / "zwgk.duckdb").write_bytes(b"figures")
    (root / "releases" / "current").symlink_to("0001-2025Q1-abc")
    (root / "warehouse").mkdir()
    (root / "warehouse" / "zwgk.duckdb").write_bytes(b"derived")
    (root / "zwgk.toml").write_text("workers = 2\n")
    (root / "名单 附件").mkdir()
    (root / "名单 附件" / "某处.csv").write_text("a\n")
    return root


_RECEIVED = {"一季度.xlsx": b"one", "二季度.xlsx": b"two" * 70_000}


def test_what_is_restored_is_what_was_backed_up_and_what_is_derived_is_left_out(office: Path, tmp_path: Path) -> None:
    backup = write_backup(office, tmp_path / "safe")
    restored = restore_backup(backup.path, tmp_path / "new")
    assert (restored.events, restored.files) == (2, 6)
    assert _files(tmp_path / "new") == {
        name: c for name, c in _files(office).items() if not name.startswith("warehouse/")
    }
    assert (tmp_path / "new" / "releases" / "current").resolve().name == "0001-2025Q1-abc"


def test_the_same_state_is_the_same_backup(office: Path, tmp_path: Path) -> None:
    first = write_backup(office, tmp_path / "safe")
    assert write_backup(office, tmp_path / "safe").path == first.path
    (office / "zwgk.toml").write_text("workers = 3\n")
    assert write_backup(office, tmp_path / "safe").path != first.path
    assert len(list((tmp_path / "safe").iterdir())) == 2


def test_any_changed_byte_of_a_backup_is_noticed(office: Path, tmp_path: Path) -> None:
    whole = write_backup(office, tmp_path / "safe").path.read_bytes()
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        contents = [(member.offset_data, member.size) for member in tar if member.size]
    for start, size in contents:
        broken = bytearray(whole)
        broken[start + size // 2] ^= 1
        with pytest.raises(BackupError):
            check_backup(_written(tmp_path / "broken.tar", bytes(broken)))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_backup_that_was_cut_off_is_refused_and_nothing_is_restored(
    office: Path, tmp_path: Path, share: float
) -> None:
    whole = write_backup(office, tmp_path / "safe").path.read_bytes()
    cut = _written(tmp_path / "cut.tar", whole[: int(len(whole) * share)])
    with pytest.raises(BackupError, match="请用另一份备份"):
        restore_backup(cut, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".*restoring"))


@pytest.mark.parametrize(
    "name", ["/etc/zwgk", "../outside", "a/../../outside", ".profile", "inbox/.x", "warehouse/zwgk.duckdb"]
)
def test_a_backup_with_what_no_backup_holds_is_refused(tmp_path: Path, name: str) -> None:
    backup = _tar(tmp_path, [(name, b"x")])
    with pytest.raises(BackupError, match="不该有的内容"):
        restore_backup(backup, tmp_path / "new")
    assert list(tmp_path.iterdir()) == [backup]


def test_a_backup_that_holds_a_link_is_refused(tmp_path: Path) -> None:
    link = tarfile.TarInfo("archive")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    path = tmp_path / "links.tar"
    with tarfile.open(path, "w") as tar:
        tar.addfile(link)
    with pytest.raises(BackupError, match="不该有的内容"):
        restore_backup(path, tmp_path / "new")


@pytest.mark.parametrize(
    "members",
    [
        [("inbox", b"x"), ("inbox/a.xlsx", b"x")],
        [("inbox/a.xlsx", b"x"), ("inbox", b"x")],
        [("inbox/a.xlsx", b"x"), ("inbox/a.xlsx", b"y")],
        [("inbox/" + "a" * 300, b"x")],
    ],
)
def test_names_that_no_folder_can_hold_are_said(tmp_path: Path, members: list[tuple[str, bytes]]) -> None:
    with pytest.raises(BackupError, match="不予恢复"):
        restore_backup(_tar(tmp_path, members), tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["made.tar"]


@pytest.mark.parametrize(
    "listed", ['{"format": 1, "files": {}, "links": [], "bytes": "x"}', "[]", '{"format": 1, "files": 3}']
)
def test_a_list_of_another_shape_is_no_list(tmp_path: Path, listed: str) -> None:
    with pytest.raises(BackupError, match="请用另一份备份"):
        check_backup(_tar(tmp_path, [(MANIFEST, listed.encode())]))


def test_a_file_of_holes_does_not_fill_the_disk(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("inbox/a.xlsx")
    entry.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(entry.tobuf(tarfile.GNU_FORMAT))
    header[386:410] = b"00000000000\0" * 2
    header[483:495] = b"77777777777\0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header[:512])
    with pytest.raises(BackupError, match="不该有的内容"):
        restore_backup(_written(tmp_path / "holes.tar", bytes(header) + bytes(1024)), tmp_path / "new")


def test_names_of_another_encoding_and_with_backslashes_come_back_as_they_were(office: Path, tmp_path: Path) -> None:
    (office / "inbox").mkdir()
    names = [os.fsdecode("区表.xlsx".encode("gbk")), "b\\a.xlsx", "a\nb.xlsx"]
    for name in names:
        (office / "inbox" / name).write_bytes(b"x")
    restore_backup(write_backup(office, tmp_path / "safe").path, tmp_path / "new")
    assert sorted(path.name for path in (tmp_path / "new" / "inbox").iterdir()) == sorted(names)


def test_a_restored_archive_is_closed_to_others(office: Path, tmp_path: Path) -> None:
    restore_backup(write_backup(office, tmp_path / "safe").path, tmp_path / "new")
    assert (tmp_path / "new" / "archive").stat().st_mode & 0o007 == 0


def test_an_archive_that_was_damaged_before_the_backup_is_said_at_restoring(office: Path, tmp_path: Path) -> None:
    archive = Archive(office / "archive")
    path = archive.path(next(iter(archive)))
    path.chmod(0o644)
    path.write_bytes(b"changed")
    with pytest.raises(BackupError, match="备份之前档案就已受损"):
        restore_backup(write_backup(office, tmp_path / "safe").path, tmp_path / "new")


def test_nothing_is_restored_over_a_folder_that_holds_something(office: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="已有内容"):
        restore_backup(write_backup(office, tmp_path / "safe").path, office)


def test_a_backup_inside_the_workspace_would_be_lost_with_it(office: Path) -> None:
    with pytest.raises(BackupError, match="不能放在工作区内"):
        write_backup(office, office / "backups")


def test_a_link_in_the_inbox_is_never_followed(office: Path, tmp_path: Path) -> None:
    (office / "inbox").mkdir()
    (office / "inbox" / "x.xlsx").symlink_to("/etc/passwd")
    with tarfile.open(write_backup(office, tmp_path / "safe").path) as tar:
        assert "inbox/x.xlsx" not in tar.getnames()


def _files(root: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mode & 0o777, int(path.stat().st_mtime))
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink() and "current" not in path.parts
    }


def _written(path: Path, content: bytes) -> Path:
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    return path


def _tar(folder: Path, members: list[tuple[str, bytes]]) -> Path:
    path = folder / "made.tar"
    listed = {"format": 1, "bytes": 0, "files": {}, "links": {}}
    with tarfile.open(path, "w") as tar:
        own = [] if MANIFEST in dict(members) else [(MANIFEST, json.dumps(listed).encode())]
        for name, content in [*members, *own]:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path
