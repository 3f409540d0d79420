"""Files are read in children that may die: only the file that a child was reading is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.reading.children import ReaderError, read_path
from flows.reading.files import read_files
from tests.unit.transforms.official import Form, Sheet, openpyxl_bytes
from transforms.submission import FileReading
from warehouse.catalog.catalog import load_catalog

EDITION = load_catalog().edition("2021")
CONTENT = openpyxl_bytes([Sheet.of(f"表{n}", table) for n, table in enumerate(Form(EDITION).tables())])


def read_or_die(path: Path) -> FileReading:
    if path.name == "kills":
        os.kill(os.getpid(), signal.SIGKILL)
    if path.name == "hangs":
        time.sleep(60)
    if path.name == "fills":
        return FileReading(media_type=str(len(bytearray(4 << 30))))
    if path.name == "breaks":
        raise LookupError("a fault of ours")
    return FileReading(media_type=path.name)


def die_at_once() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def outcomes(*names: str, seconds: float = 20) -> dict[str, str | None]:
    files = [(name, Path(name)) for name in names]
    read = list(read_files(files, read=read_or_die, seconds=seconds))
    assert [name for name, _ in read] == list(names)
    return {name: reading.error[0] if reading.error else reading.media_type for name, reading in read}


def test_files_come_back_in_their_order_whatever_their_number(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(CONTENT)
    files = [(f"{n:03}", path) for n in range(50)]
    read = list(read_files(files, workers=2))
    assert [name for name, _ in read] == [name for name, _ in files]
    assert all(len(reading.cells) == 200 and reading.error is None for _, reading in read)
    assert list(read_files([])) == []


def test_a_child_that_is_killed_costs_only_its_own_file() -> None:
    others = [f"f{n}" for n in range(20)]
    told = outcomes(*others[:9], "kills", *others[9:])
    assert told == {name: name for name in others} | {"kills": "P90"}


def test_a_file_that_takes_too_long_costs_only_itself() -> None:
    assert outcomes("a", "hangs", "b", seconds=2) == {"a": "a", "hangs": "P91", "b": "b"}


def test_a_child_cannot_take_all_memory() -> None:
    assert outcomes("a", "fills", "b") == {"a": "a", "fills": "P92", "b": "b"}


def test_a_fault_of_ours_is_said_to_be_ours_and_the_others_go_on() -> None:
    told = dict(read_files([("breaks", Path("breaks")), ("a", Path("a"))], read=read_or_die))
    assert told["a"].media_type == "a"
    assert told["breaks"].error == ("P99", "读取此文件时本程序出错（LookupError），与报送单位无关。")


def test_bytes_missing_from_the_archive_are_no_fault_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_files([("a", tmp_path / "gone")], read=read_path))


def test_a_child_that_cannot_start_is_no_fault_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.reading.children._bound", die_at_once)
    with pytest.raises(ReaderError, match="没有读取任何文件"):
        outcomes("a", "b")


_LATE = """
from flows.reading.fork_server import fork_server

class Taken:
    def __init__(self, how, what):
        self.how, self.what = how, what
    def __reduce__(self):
        return self.how, self.what

if __name__ == "__main__":
    child = fork_server().Process(target=print, args=[Taken({how})])
    child.start()
    child.join()
"""


@pytest.mark.parametrize(
    ("how", "said"),
    [("open, ('/gone',)", ""), ("int, ('no number',)", "ValueError")],
    ids=["its pool is closed", "a fault"],
)
def test_of_a_child_that_comes_too_late_nothing_is_said(tmp_path: Path, how: str, said: str) -> None:
    script = tmp_path / "late.py"
    script.write_text(_LATE.format(how=how))
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, env=os.environ)
    assert said in done.stderr
    assert bool(done.stderr) == bool(said)
