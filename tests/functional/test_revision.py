"""As published, as revised: what comes after publishing makes a new release that lists exactly the figures it changed, and why."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.cli.app import run
from flows.steps.diff import diff_releases
from tests.functional.publishing_office import LICENCES, Q1, Office

REVISED = """SELECT table_name, column_name, scope, unit_code, cell_code, published_value, value, difference, reason, former_release_id
             FROM mart.rpt_revision ORDER BY scope DESC, column_name DESC"""
pytestmark = pytest.mark.xdist_group("releases")


@pytest.fixture
def office(published_year: Office) -> Office:
    return published_year


def revised(office: Office, release: int) -> list[tuple[Any, ...]]:
    """The revision table of the n-th release."""
    return office.mart(release, REVISED)


def test_the_first_release_revises_nothing(office: Office) -> None:
    assert revised(office, 0) == []


def test_a_correction_after_publishing_revises_the_cell_of_the_unit_and_of_the_district(office: Office) -> None:
    licences = {
        code: office.figures.of(code, Q1)[LICENCES] or Decimal(0) for code in ("finance", "audit", "yunxi_town")
    }
    own, district = licences["finance"], sum(licences.values())
    changed = f"更正报送：编号 {office.submission('finance', 2)} 取代编号 {office.submission('finance', 1)}"
    first = office.published[0].release_id
    units = "rpt_quarterly_units"
    assert revised(office, 1) == [
        (units, "ytd_value", "own", "finance", LICENCES, own, own + 5, Decimal(5), changed, first),
        (units, "value", "own", "finance", LICENCES, own, own + 5, Decimal(5), changed, first),
        (
            units,
            "ytd_value",
            "aggregate",
            "yunjiang",
            LICENCES,
            district,
            district + 5,
            5,
            f"云江区财政局 {changed}",
            first,
        ),
        (
            units,
            "value",
            "aggregate",
            "yunjiang",
            LICENCES,
            district,
            district + 5,
            5,
            f"云江区财政局 {changed}",
            first,
        ),
    ]
    assert office.published[1].revised == 4


def test_a_late_report_adds_the_units_figures_and_moves_the_district_where_they_are_not_zero(office: Office) -> None:
    figures = office.figures.of("education", Q1)
    rows = revised(office, 2)
    own = {row[4]: row[6] for row in rows if row[1:3] == ("value", "own")}
    moved = {row[4]: row[7] for row in rows if row[1:3] == ("value", "aggregate")}
    assert own == figures
    assert moved == {code: value for code, value in figures.items() if value}
    assert {row[5] for row in rows if row[2] == "own"} == {None}
    late = f"补报：编号 {office.submission('education', 1)}"
    assert {(row[2], row[8]) for row in rows} == {("own", late), ("aggregate", f"云江区教育局 {late}")}


def test_a_withdrawal_brings_back_what_was_published_before(office: Office) -> None:
    assert [row[7] for row in revised(office, 3)] == [Decimal(-5)] * 4
    first, second = office.submission("finance", 1), office.submission("finance", 2)
    assert {row[8] for row in revised(office, 3) if row[2] == "own"} == {
        f"撤回：编号 {second} 已撤回，恢复编号 {first}"
    }
    before = {row[1:5]: row[5] for row in revised(office, 1) if row[2] == "own"}
    assert {row[1:5]: row[6] for row in revised(office, 3) if row[2] == "own"} == before


def test_a_period_published_for_the_first_time_revises_nothing(office: Office) -> None:
    assert revised(office, 4) == []
    assert diff_releases(office.workspace, "4", "5").new_periods == ("2025年第二季度",)


def test_between_the_first_and_the_fourth_release_only_the_late_report_is_left(office: Office) -> None:
    found = diff_releases(office.workspace, "2025-04-20", "2025-06-30")
    assert (found.former.number, found.present.number) == (1, 4)
    assert {one.reason.split("：")[0] for one in found.figures} == {"补报", "云江区教育局 补报"}
    assert len(found.figures) == len(revised(office, 2))


def test_every_release_can_still_be_read_as_of_its_day(office: Office) -> None:
    sql = f"""SELECT value FROM mart.rpt_quarterly_units
              WHERE unit_code = 'finance' AND period = '2025Q1' AND cell_code = '{LICENCES}'"""
    was = office.figures.of("finance", Q1)[LICENCES]
    assert was is not None
    published = [office.mart(release, sql) for release in range(5)]
    assert published == [[(value,)] for value in (was, was + 5, was + 5, was, was)]


def test_the_command_ends_with_1_where_there_are_differences_and_with_0_where_there_are_none(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["-w", str(office.workspace.root)]
    assert run(["diff", "1", "2", "--xlsx", str(tmp_path / "修订.xlsx"), *here]) == 1
    assert "修订 4 个数字" in capsys.readouterr().out
    assert (tmp_path / "修订.xlsx").stat().st_size > 0
    assert run(["diff", "4", "current", *here]) == 0
    assert "新增报告期（不算修订）：2025年第二季度" in capsys.readouterr().out
    assert run(["diff", "current", "current", "--json", *here]) == 0
    assert json.loads(capsys.readouterr().out)["figures"] == []


def test_releases_are_compared_in_the_order_in_which_they_were_published(office: Office) -> None:
    forward, backward = (diff_releases(office.workspace, *asked) for asked in (("1", "2"), ("2", "1")))
    assert forward == backward


def test_what_cannot_be_compared_or_saved_is_one_sentence_and_code_2(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["-w", str(office.workspace.root)]
    assert run(["diff", "1", "17", *here]) == 2
    assert run(["diff", "1", "2", "--xlsx", str(tmp_path / "nowhere" / "x.xlsx"), *here]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert errors[0].startswith("没有“17”这个发布版本。")
    assert errors[-1].startswith("无法写入")


def test_the_command_lists_the_releases_and_which_is_in_force(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["releases", "--json", "-w", str(office.workspace.root)]) == 0
    listed = json.loads(capsys.readouterr().out)["releases"]
    assert [(one["period"], one["is_current"]) for one in listed] == [("2025Q1", False)] * 4 + [("2025Q2", True)]
    assert [one["rows"]["rpt_revision"] for one in listed] == [0, 4, len(revised(office, 2)), 4, 0]
