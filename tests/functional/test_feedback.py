"""What goes back to the units: from files in the inbox to the marked workbook, the notice and the message, and round again."""

from __future__ import annotations

import io
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree

from flows.demo.books import open_book, save_xls, save_xlsx
from flows.demo.figures import draw_district
from flows.demo.pasted import Paste, paste_tables
from flows.demo.saved_file import overwrite
from flows.steps.collect import collect
from flows.steps.feedback.cases import path_name
from flows.steps.feedback.marking import mark_workbooks
from flows.steps.feedback.saving import write_feedback
from flows.steps.status import period_status
from flows.steps.waive import waive
from flows.steps.withdraw import withdraw
from reports.returned.book import BookXml
from reports.returned.package import Package
from reports.returned.workbook import write_returned_workbook
from reports.template.workbook import TemplateOrder, write_template
from tests.unit.reports.returned_cases import returned
from transforms.files.gate import XLSX
from transforms.submission import FileReading, read_submission
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

PERIOD, NAME = Period(2025, 1), "2025年第一季度报表（问题已标注）.xlsx"
AT = datetime(2025, 4, 3, 9)
IN_WORDS, NEGATIVE = "T3:new.natural_person", "T2:licence.decisions"
# one office, whose tests follow each other
pytestmark = pytest.mark.xdist_group("feedback")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A quarter of which one file is clean and every other one is wrong in its own way."""
    opened = Workspace.create(tmp_path_factory.mktemp("office"))
    clean = {code: template(opened, code) for code in ("audit", "finance", "education", "justice", "water")}
    typed = overwrite(clean["finance"], *place(clean["finance"], IN_WORDS), "约三件")
    worse = overwrite(typed, *place(typed, NEGATIVE), -1)
    old = overwrite(clean["education"], *place(clean["education"], "T3:total.total"), 999)
    sent = {
        "区审计局.xlsx": clean["audit"],
        "区财政局.xlsx": worse,
        "区教育局 2025年第一季度.xls": save_xls(open_book(old)),
        "区民政局2025年第一季度.xlsx": pasted(opened, "civil_affairs"),
        "区水务局.xlsx": clean["water"][:9000],
        "区商务委2025年第一季度.xlsx": clean["justice"],
    }
    for name, content in sent.items():
        (opened.inbox / name).write_bytes(content)
    done = collect(opened, as_of=AT)
    assert (done.errors, done.statuses) == ((), {"accepted": 2, "returned": 3, "unreadable": 1})
    return opened


def figures(workspace: Workspace, unit: str) -> dict[str, Decimal]:
    return dict(draw_district(workspace.catalog, workspace.register, PERIOD, PERIOD).of(unit, PERIOD))


def template(workspace: Workspace, code: str) -> bytes:
    name, values = workspace.register.by_code[code].name, figures(workspace, code)
    return write_template(TemplateOrder(code, name, PERIOD, {}, values, note="机构调整"), workspace.catalog)


def pasted(workspace: Workspace, code: str) -> bytes:
    """Pasted official tables with merged cells, not at A1, with a total that is not the sum."""
    broken = figures(workspace, code) | {"T3:total.total": Decimal(777)}
    return save_xlsx(paste_tables(workspace.catalog.edition("2021"), broken, Paste(wording="period", origin=(2, 1))))


def folder(workspace: Workspace, unit: str) -> Path:
    [found] = (workspace.feedback / "2025Q1" / workspace.register.by_code[unit].name).iterdir()
    return found


def marked(workspace: Workspace, unit: str) -> bytes:
    return (folder(workspace, unit) / f"{workspace.register.by_code[unit].name}{NAME}").read_bytes()


def message(workspace: Workspace, unit: str) -> str:
    return (folder(workspace, unit) / "OA消息.txt").read_text(encoding="utf-8")


def sent(workspace: Workspace, name: str) -> bytes:
    return (workspace.inbox / name).read_bytes()


def place(content: bytes, code: str) -> tuple[str, str]:
    """Sheet and address of a statutory cell."""
    return next(
        (sheet, at) for known, _, _, _, sheet, at in read_submission(content, load_catalog()).cells if known == code
    )


def retyped(content: bytes, code: str, value: Decimal) -> bytes:
    """The workbook with another figure typed into a cell, and nothing else changed."""
    sheet, at = place(content, code)
    package = Package(content)
    cell = BookXml(package).sheet(sheet).root.find(f".//{{*}}c[@r='{at}']")
    assert cell is not None
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", "")
    etree.SubElement(cell, str(cell.tag).replace("}c", "}v")).text = str(value)
    return package.content()


def without_text(reading: FileReading) -> list[tuple[object, ...]]:
    return [(code, state, value, sheet, at) for code, state, value, _, sheet, at in reading.cells]


def colours(content: bytes, sheet: str) -> dict[str, str]:
    page = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    return {c.coordinate: c.fill.fgColor.rgb[2:] for row in page.iter_rows() for c in row if c.comment is not None}


def test_every_submission_that_is_not_clean_gets_its_folder(workspace: Workspace) -> None:
    root = workspace.feedback
    units = {workspace.register.by_code[code].name for code in ("finance", "education", "justice")}
    assert {path.name for path in (root / "2025Q1").iterdir()} >= units
    assert workspace.register.by_code["audit"].name not in {path.name for path in (root / "2025Q1").iterdir()}
    assert sorted(path.name for path in folder(workspace, "finance").glob("[!.]*")) == [
        "OA消息.txt",
        f"云江区财政局{NAME}",
        "退回通知.docx",
    ]


def test_a_returned_template_says_everything_it_said_before(workspace: Workspace) -> None:
    catalog, content = workspace.catalog, marked(workspace, "finance")
    before, after = (read_submission(data, catalog) for data in (sent(workspace, "区财政局.xlsx"), content))
    assert after == before
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "问题清单"


def test_faulty_cells_are_red_and_say_what_is_wrong(workspace: Workspace) -> None:
    content, red = marked(workspace, "finance"), workspace.catalog.feedback.colours.error
    (sheet, at), (other, negative) = place(content, IN_WORDS), place(content, NEGATIVE)
    assert (colours(content, sheet)[at], colours(content, other)[negative]) == (red, red)
    comment = openpyxl.load_workbook(io.BytesIO(content))[sheet][at].comment
    assert comment is not None
    assert "填写内容：约三件" in comment.text
    assert "应为：数字；没有的填 0" in comment.text


def test_the_message_names_every_place_of_the_list(workspace: Workspace) -> None:
    page = openpyxl.load_workbook(io.BytesIO(marked(workspace, "finance")))["问题清单"]
    rows = [row for row in page.iter_rows(min_row=5, max_col=9, values_only=True) if row[0]]
    told = message(workspace, "finance")
    assert len(rows) >= 2
    for _, sheet, address, _, _, problem, basis, remedy, _ in rows:
        assert f"{sheet} {address}\n" in told
        assert {f"问题：{problem}", f"依据：{basis}", f"怎么办：{remedy}"} <= {
            line.strip("　") for line in told.splitlines()
        }


def test_an_old_xls_comes_back_as_xlsx_with_its_values(workspace: Workspace) -> None:
    before = read_submission(sent(workspace, "区教育局 2025年第一季度.xls"), workspace.catalog)
    after = read_submission(marked(workspace, "education"), workspace.catalog)
    assert without_text(after) == without_text(before)
    assert (after.stamp_unit, after.stamp_period) == ("education", "2025Q1")
    sheet, at = place(marked(workspace, "education"), "T3:total.total")
    assert at in colours(marked(workspace, "education"), sheet)
    notes = openpyxl.load_workbook(io.BytesIO(marked(workspace, "education")))["问题清单"]["A4"].value
    assert str(notes).startswith("原文件是旧格式")


def test_a_pasted_table_keeps_its_merged_cells_and_every_value(workspace: Workspace) -> None:
    original = openpyxl.load_workbook(io.BytesIO(sent(workspace, "区民政局2025年第一季度.xlsx")))
    returned = openpyxl.load_workbook(io.BytesIO(marked(workspace, "civil_affairs")))
    for page in original:
        same = returned[page.title]
        assert {str(r) for r in page.merged_cells.ranges} == {str(r) for r in same.merged_cells.ranges}
        assert [[c.value for c in row] for row in page.iter_rows()] == [[c.value for c in r] for r in same.iter_rows()]


def test_a_file_that_cannot_be_read_gets_notice_and_message_with_its_own_remedy(workspace: Workspace) -> None:
    messages = (workspace.feedback).glob("*/*/*/OA消息.txt")
    [found] = [path for path in messages if "结论：文件无法读取" in path.read_text("utf-8")]
    assert sorted(path.name for path in found.parent.glob("[!.]*")) == ["OA消息.txt", "退回通知.docx"]
    assert workspace.catalog.file_error("Z00").remedy in found.read_text(encoding="utf-8")


def test_a_warning_is_told_without_returning(workspace: Workspace) -> None:
    told = message(workspace, "justice")
    assert told.startswith("【核对提示】云江区司法局2025年第一季度报表")
    assert "文件名中的报送单位像是“云江区商务委员会”" in told
    assert "错误" not in told


def test_the_notice_gives_the_working_days_of_the_calendar(workspace: Workspace) -> None:
    # Thursday 3 April; 4 to 6 April are 清明: Monday 7, Tuesday 8, Wednesday 9
    text = "\n".join(p.text for p in docx.Document(str(folder(workspace, "finance") / "退回通知.docx")).paragraphs)
    assert "请于2025年4月9日前（3个工作日内）更正后重新报送" in text
    assert "云江区人民政府办公室\n2025年4月3日" in text


def test_a_second_run_writes_the_same_bytes_on_any_day(workspace: Workspace) -> None:
    written = write_feedback(workspace, as_of=datetime(2025, 4, 20))
    before = {path: path.read_bytes() for path in written}
    times = {path: path.stat().st_mtime_ns for path in written}
    assert write_feedback(workspace, as_of=datetime(2025, 5, 20)) == written
    assert {path: path.stat().st_mtime_ns for path in written} == times
    written[0].unlink()
    write_feedback(workspace, as_of=datetime(2025, 5, 20))
    assert {path: path.read_bytes() for path in written} == before


def test_the_returned_workbook_corrected_and_sent_again_is_accepted(workspace: Workspace) -> None:
    values, corrected = figures(workspace, "finance"), marked(workspace, "finance")
    for code in (IN_WORDS, NEGATIVE):
        corrected = retyped(corrected, code, values[code])
    (workspace.inbox / f"云江区财政局{NAME}").write_bytes(corrected)
    done = collect(workspace, as_of=datetime(2025, 4, 8))
    assert (done.errors, done.statuses.get("accepted")) == ((), 1)
    row = next(row for row in period_status(workspace, PERIOD).rows if row.unit_code == "finance")
    assert row.status == "accepted"


def test_an_office_may_set_its_name_and_the_days_for_a_correction(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZWGK_OFFICE", "云江区政务公开办")
    monkeypatch.setenv("ZWGK_CORRECTION_WORKING_DAYS", "5")
    write_feedback(Workspace.open(workspace.root), as_of=datetime(2025, 4, 3))
    told = message(workspace, "education")
    assert "期限：2025年4月11日前（5 个工作日内）。" in told
    assert told.endswith("云江区政务公开办　2025年4月3日\n")


def test_feedback_that_holds_no_longer_says_so_and_stays(workspace: Workspace) -> None:
    case = folder(workspace, "education")
    withdraw(workspace, int(case.name), "报错了", "区教育局", datetime(2025, 4, 9))
    assert (case / "本件已失效.txt").read_text(encoding="utf-8") == workspace.catalog.feedback.expired_text
    assert (case / "退回通知.docx").exists()
    assert json.loads((case / ".zwgk.json").read_text(encoding="utf-8"))["issued_on"] == "2025-04-03"


def test_what_the_office_has_waived_does_not_go_back(workspace: Workspace) -> None:
    case = folder(workspace, "civil_affairs")
    for rule_id in ("T3-BALANCE", "T3-RESULTS"):
        waive(workspace, int(case.name), rule_id, "已核实", "张三", as_of=datetime(2025, 4, 9))
    assert "有 1 处错误" in message(workspace, "civil_affairs")
    others = {path: path.read_bytes() for path in workspace.feedback.rglob("OA消息.txt") if path.parent != case}
    waive(workspace, int(case.name), "T3-APPLICANT", "已核实", "张三", as_of=datetime(2025, 4, 10))
    assert (case / "本件已失效.txt").exists()
    assert {path: path.read_bytes() for path in others} == others
    row = next(row for row in period_status(workspace, PERIOD).rows if row.unit_code == "civil_affairs")
    assert row.status == "accepted"


def test_a_file_that_cannot_be_marked_costs_only_its_own_marks(tmp_path: Path) -> None:
    good = write_template(TemplateOrder("audit", "云江区审计局", PERIOD, {}), load_catalog())
    contents = {"good": good, "damaged": b"PK\x03\x04 nothing more", "missing": None, "again": good}
    for name, content in contents.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    orders = [(tmp_path / name, XLSX, returned()) for name in contents]
    first, damaged, missing, again = mark_workbooks(orders, workers=2)
    assert (damaged, missing) == (None, None)
    assert first == again == write_returned_workbook(good, returned(), load_catalog())


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b\\c:d", "...", "  ", "名" * 300, "a\u202eb\nc\x00", "con<>|?*"]
)
def test_a_name_is_one_part_of_a_path(name: str, tmp_path: Path) -> None:
    made = tmp_path / path_name(name)
    made.mkdir()
    assert made.parent == tmp_path
    assert made.resolve().parent == tmp_path.resolve()
