import os
import threading
import time
from pathlib import Path

import pytest

from flows.sources.inbox import find_files, read_inbox
from flows.sources.names import LONGEST_NAME, display_name


def put(folder: Path, name: str, content: bytes = b"PK") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(folder: Path, settle: float = 0) -> list[str]:
    return [found.name for found in find_files(folder, settle)]


def reasons(folder: Path, settle: float = 0) -> dict[str, str]:
    return {passed.name: passed.reason for passed in read_inbox(folder, settle).passed}


def test_files_are_found_in_sub_folders_in_the_order_of_their_names(tmp_path: Path) -> None:
    put(tmp_path, "b.xlsx")
    put(tmp_path, "2025Q1/教育局.xls")
    put(tmp_path, "a.et")
    assert names(tmp_path) == ["2025Q1/教育局.xls", "a.et", "b.xlsx"]


def test_lock_files_hidden_files_and_files_on_their_way_are_passed_over_with_a_reason(tmp_path: Path) -> None:
    for name in ("~$教育局.xlsx", ".DS_Store", "a.xlsx.part", "b.crdownload", ".git/c.xlsx"):
        put(tmp_path, name)
    assert names(tmp_path) == []
    assert reasons(tmp_path) == {
        "~$教育局.xlsx": "Office 的临时锁文件",
        ".DS_Store": "隐藏文件",
        "a.xlsx.part": "尚未传完的文件",
        "b.crdownload": "尚未传完的文件",
        ".git": "隐藏文件",
    }


def test_links_and_pipes_are_never_followed_or_opened(tmp_path: Path) -> None:
    secret = put(tmp_path / "elsewhere", "secret.xlsx")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "link.xlsx").symlink_to(secret)
    (inbox / "folder").symlink_to(secret.parent)
    os.mkfifo(inbox / "pipe.xlsx")
    assert names(inbox) == []
    assert reasons(inbox) == {"link.xlsx": "符号链接", "folder": "符号链接", "pipe.xlsx": "不是普通文件"}


def test_a_file_still_growing_waits_for_the_next_run(tmp_path: Path) -> None:
    put(tmp_path, "done.xlsx")
    growing = put(tmp_path, "growing.xlsx")
    stop = threading.Event()

    def grow() -> None:
        while not stop.wait(0.02):
            with growing.open("ab") as file:
                file.write(b"x" * 1000)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        inbox = read_inbox(tmp_path, settle=0.2)
    finally:
        stop.set()
        writer.join()
    assert [found.name for found in inbox.found] == ["done.xlsx"]
    assert [passed.reason for passed in inbox.passed] == ["正在写入，下次再收"]
    assert names(tmp_path, settle=0.1) == ["done.xlsx", "growing.xlsx"]


def test_a_copy_that_keeps_its_old_date_is_still_seen_growing(tmp_path: Path) -> None:
    copied = put(tmp_path, "copied.xlsx")
    os.utime(copied, (1, 1))

    def grow() -> None:
        time.sleep(0.05)
        with copied.open("ab") as file:
            file.write(b"rest")
        os.utime(copied, (1, 1))

    writer = threading.Thread(target=grow)
    writer.start()
    found = names(tmp_path, settle=0.3)
    writer.join()
    assert found == []


def test_files_at_rest_cost_no_waiting(tmp_path: Path) -> None:
    put(tmp_path, "old.xlsx")
    time.sleep(0.15)
    started = time.monotonic()
    assert names(tmp_path, settle=0.1) == ["old.xlsx"]
    assert time.monotonic() - started < 0.09


def test_an_empty_file_is_found_because_the_ledger_shall_say_so(tmp_path: Path) -> None:
    put(tmp_path, "empty.xlsx", b"")
    assert [found.size for found in find_files(tmp_path, 0)] == [0]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("教育局 2025Q1.xlsx", "教育局 2025Q1.xlsx"),
        ("e\u0301.xlsx", "é.xlsx"),
        ("a\n\x1b[31mb.xlsx", "a��[31mb.xlsx"),
        ("a\u202excod.exe", "a�xcod.exe"),
        ("<img onerror=x>.xlsx", "<img onerror=x>.xlsx"),
        ("教育局".encode("gbk").decode("utf-8", "surrogateescape"), "教育局"),
        (b"\xff\xfe\xff".decode("utf-8", "surrogateescape"), "���"),
    ],
)
def test_a_name_is_kept_as_text_that_can_be_stored_and_shown(raw: str, shown: str) -> None:
    assert display_name(raw) == shown
    display_name(raw).encode("utf-8")


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    shown = display_name("长" * 300 + ".xlsx")
    assert len(shown) == LONGEST_NAME
    assert shown.endswith(".xlsx")


def test_a_name_in_gbk_on_disk_is_found_and_readable(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), "财政局.xls".encode("gbk"))  # noqa: PTH118
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"D0CF")
    (found,) = find_files(tmp_path, 0)
    assert found.name == "财政局.xls"
    assert found.path.read_bytes() == b"D0CF"
