"""Which release a person means."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from warehouse.catalog.period import Period
from warehouse.releases import PublishedRelease, find_release, list_releases, published_to
from warehouse.workspace import WorkspaceError

RELEASES = (
    ("0001-2025Q1-aa11", "2025Q1", "2025-04-20 10:00:00"),
    ("0002-2025Q2-bb22", "2025Q2", "2025-07-20 10:00:00.000123"),
    ("0003-2025Q1-aa33", "2025Q1", "2025-07-25 10:00:00"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for release_id, period, as_of in RELEASES:
        (tmp_path / release_id).mkdir()
        facts = {"period": period, "as_of": as_of, "content_hash": release_id[-4:], "rows": {"fct_cell": 7}}
        (tmp_path / release_id / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    (tmp_path / "current").symlink_to("0003-2025Q1-aa33")
    # What a publish leaves that was killed just before it gave the folder its name.
    (tmp_path / ".0004.building").mkdir()
    (tmp_path / ".0004.building" / "manifest.json").write_text("{}", encoding="utf-8")
    return tmp_path


@pytest.fixture
def known(folder: Path) -> tuple[PublishedRelease, ...]:
    return list_releases(folder)


def test_releases_are_listed_from_the_oldest_with_what_their_manifest_says(folder: Path) -> None:
    first, _, last = list_releases(folder)
    assert first == PublishedRelease(
        release_id="0001-2025Q1-aa11",
        number=1,
        period=Period(2025, 1),
        as_of=datetime(2025, 4, 20, 10),
        content_hash="aa11",
        rows={"fct_cell": 7},
        is_current=False,
        path=folder / "0001-2025Q1-aa11",
    )
    assert last.is_current
    assert last.database == folder / "0003-2025Q1-aa33" / "zwgk.duckdb"


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("0002-2025Q2-bb22", 2),
        ("0002", 2),
        ("0002-2025", 2),
        ("2", 2),
        ("current", 3),
        ("2025-04-20", 1),
        ("2025-07-19", 1),
        ("2025-07-20", 2),
        ("2026-01-01", 3),
    ],
)
def test_a_release_is_known_by_id_number_beginning_current_or_day(
    known: tuple[PublishedRelease, ...], asked: str, number: int
) -> None:
    assert find_release(known, asked).number == number


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("9", "没有“9”这个发布版本。现有：0001-2025Q1-aa11、0002-2025Q2-bb22、0003-2025Q1-aa33"),
        ("000", "“000”可以是几个发布版本"),
        ("", "“”可以是几个发布版本"),
        ("2025-04-19", "2025-04-19 时还没有发布版本，最早的是 0001-2025Q1-aa11"),
        ("2025-02-30", "没有“2025-02-30”这一天"),
    ],
)
def test_what_names_no_release_or_several_is_said_so(
    known: tuple[PublishedRelease, ...], asked: str, said: str
) -> None:
    with pytest.raises(WorkspaceError, match=said):
        find_release(known, asked)


def test_where_nothing_was_published_it_says_how_to() -> None:
    with pytest.raises(WorkspaceError, match="zwgk publish"):
        find_release((), "current")


def test_a_period_stays_published_when_an_earlier_one_is_published_again(known: tuple[PublishedRelease, ...]) -> None:
    assert [published_to(known, release) for release in known] == [Period(2025, 1), Period(2025, 2), Period(2025, 2)]


def test_a_folder_that_is_no_release_is_named(folder: Path) -> None:
    (folder / "backup").mkdir()
    (folder / "backup" / "manifest.json").write_bytes((folder / "0001-2025Q1-aa11" / "manifest.json").read_bytes())
    with pytest.raises(WorkspaceError, match="backup”不是发布版本的目录"):
        list_releases(folder)
