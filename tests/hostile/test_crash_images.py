"""The simulator of a power loss sees what it is there to see: names and bytes that nobody made durable may be gone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.crash_images import CrashDisk
from benchmarks.faulty_disk import Change

SAFE = [
    Change("C", "/d/.part", "", 0, b""),
    Change("W", "/d/.part", "", 0, b"report"),
    Change("S", "/d/.part", "", 0, b""),
    Change("R", "/d/.part", "/d/report", 0, b""),
    Change("S", "/d", "", 0, b""),
]


def images(changes: list[Change], tmp_path: Path, *, strict: bool) -> set[tuple[tuple[str, bytes], ...]]:
    """What forty losses of power right after these changes leave, as names with their bytes."""
    (tmp_path / "begins").mkdir()
    (tmp_path / "begins" / "before").write_bytes(b"before")
    disk = CrashDisk(Path("/d"), tmp_path / "begins")
    for change in changes:
        disk.take(change)
    found = set()
    for number in range(40):
        onto = tmp_path / str(number)
        disk.lose_power(onto, random.Random(number), strict=strict)
        found.add(tuple((path.name, path.read_bytes()) for path in sorted(onto.iterdir())))
    return found


@pytest.mark.parametrize("strict", [True, False])
def test_what_was_synced_is_there_and_what_was_not_may_be_lost(tmp_path: Path, strict: bool) -> None:
    assert images(SAFE, tmp_path, strict=strict) == {(("before", b"before"), ("report", b"report"))}


def test_without_a_sync_of_the_file_its_name_may_stand_for_nothing_or_half(tmp_path: Path) -> None:
    hasty = [change for change in SAFE if change.op != "S" or change.path == "/d"]
    contents = {dict(image)["report"] for image in images(hasty, tmp_path, strict=True)}
    assert {b"", b"report"} < contents
    assert any(0 < len(content) < 6 for content in contents)


def test_without_a_sync_of_its_folder_a_name_may_be_missing(tmp_path: Path) -> None:
    names = {tuple(name for name, _ in image) for image in images(SAFE[:-1], tmp_path, strict=True)}
    assert names == {("before",), (".part", "before"), ("before", "report")}
