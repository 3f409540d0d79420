"""As published, as revised: what comes after publishing makes a new release that lists exactly the figures it changed, and why."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html

from flows.cli.app import run
from flows.steps.diff import diff_releases
from flows.steps.trace import trace
from tests.functional.publishing_office import LICENCES, Q1, Office
from warehouse.releases import find_release, list_releases
from warehouse.workspace import WorkspaceError

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


def test_published_corrected_and_published_again_the_two_days_differ_by_the_correction(office: Office) -> None:
    found = diff_releases(office.workspace, "2025-04-20", "2025-05-07")
    assert (found.former.number, found.present.number) == (1, 2)
    assert {one.reason.removeprefix("云江区财政局 ").split("：")[0] for one in found.figures} == {"更正报送"}
    assert [(one.scope, one.difference) for one in found.figures if one.column_name == "value"] == [
        ("aggregate", Decimal(5)),
        ("own", Decimal(5)),
    ]
    same_day = diff_releases(office.workspace, office.published[0].release_id or "", "2025-05-06")
    assert same_day.figures == ()


def test_the_revision_table_lies_in_the_release_as_table_workbook_and_page(office: Office) -> None:
    folder = office.folder(1) / "quality"
    sheet = openpyxl.load_workbook(folder / "revision.xlsx").active
    assert sheet is not None
    in_book = [row[:8] for row in sheet.iter_rows(min_row=5, values_only=True)]
    page = html.fromstring((folder / "revision.html").read_text(encoding="utf-8"))
    on_page = [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//tbody/tr")]
    assert [[str(value) for value in row] for row in in_book] == on_page
    in_table = {(row[5], row[6], row[7]) for row in revised(office, 1)}
    assert {tuple(map(Decimal, row[4:7])) for row in on_page} == in_table
    assert {tuple(row[:3]) for row in on_page} == {
        ("2025年第一季度", unit, scope + measure)
        for unit, scope in (("云江区人民政府", "汇总"), ("云江区财政局", "本机关"))
        for measure in ("本期", "累计")
    }
    assert office.published[0].release_id in page.text_content()
    first = html.fromstring((office.folder(0) / "quality" / "revision.html").read_text(encoding="utf-8"))
    assert "这是第一个发布版本" in first.text_content()


@pytest.mark.parametrize(
    ("asked", "more", "version"), [("2025-04-20", 0, 1), ("2", 5, 2), ("2025-06-19", 5, 2), ("current", 0, 1)]
)
def test_a_number_is_traced_as_it_was_published(office: Office, asked: str, more: int, version: int) -> None:
    was = office.figures.of("finance", Q1)[LICENCES]
    assert was is not None
    found = trace(office.workspace, Q1, LICENCES, "finance", asked)
    assert found.value == was + more
    assert [(part.value, part.version) for part in found.contributions] == [(was + more, version)]
    assert found.release_id == find_release(list_releases(office.workspace.releases), asked).release_id
    district = trace(office.workspace, Q1, LICENCES, None, asked)
    assert sum((part.value or Decimal(0) for part in district.contributions), Decimal(0)) == district.value


def test_a_number_that_a_release_does_not_have_is_said_so(office: Office) -> None:
    with pytest.raises(WorkspaceError, match=r"云江区教育局.*在发布版本 0001-2025Q1-\w+ 中"):
        trace(office.workspace, Q1, LICENCES, "education", "1")


def test_the_documents_of_a_period_are_read_as_they_were_published(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["-w", str(office.workspace.root), "--json"]
    for asked, release in (("2025-04-20", 0), ("2025-05-31", 1), ("4", 3), ("current", 3)):
        assert run(["report", "quarter", "2025Q1", "--release", asked, *here]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["release_id"] == office.published[release].release_id
        paths = [Path(path) for path in found["documents"]]
        circular = sorted(path.suffix for path in paths if "政务公开工作情况通报" in path.name)
        assert circular == [".docx", ".html", ".xlsx"]
        assert all(path.is_relative_to(office.folder(release)) for path in paths)
    assert run(["report", "annual", "2025", "-r", "current", *here]) == 2
    assert "没有2025年度的文件。该报告期还没有发布过。" in json.loads(capsys.readouterr().out)["error"]["message"]
    assert run(["trace", "2025Q1", "区财政局", LICENCES, "-r", "2025-05-07", *here]) == 0
    assert json.loads(capsys.readouterr().out)["trace"]["release_id"] == office.published[1].release_id


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
