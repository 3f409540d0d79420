"""The notice: an official letter of one page that says what, why, until when, and where the rest is."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from docx.document import Document

from reports.returned.finding import Returned
from reports.returned.notice import write_return_notice
from reports.returned.notice_page import room_for_rows, row_points
from tests.unit.reports.returned_cases import BALANCE, NUMBER, STOCK, T3, finding, returned
from tests.unit.reports.workbooks import CATALOG, HOSTILE

UNREADABLE = finding("FILE-READABLE", None, message="文件不完整或已损坏（可能没有传完）。", written="")


def opened(case: Returned) -> Document:
    return docx.Document(io.BytesIO(write_return_notice(case, CATALOG)))


def paragraphs(case: Returned) -> list[str]:
    return [paragraph.text for paragraph in opened(case).paragraphs if paragraph.text]


def reasons(case: Returned) -> list[list[str]]:
    [table] = opened(case).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_returned_report_is_told_what_why_and_until_when() -> None:
    assert paragraphs(returned()) == [
        "政府信息公开报表退回通知",
        "云江区教育局：",
        "你单位2025年4月8日报送的2025年第一季度政府信息公开工作季度报表（收件编号12）有2处错误、2处提醒，"
        "依据国办公开办函〔2021〕30号予以退回，数据未计入。",
        "退回原因",
        "请于2025年4月14日前（3个工作日内）更正后重新报送。可直接在附件上更正。",
        "附件：已标注问题的报表（内附问题清单）",
        "云江区人民政府办公室",
        "2025年4月9日",
    ]


def test_the_table_gives_each_reason_with_place_and_remedy() -> None:
    rows = reasons(returned(NUMBER, BALANCE))
    assert rows[0] == ["序号", "位置", "问题", "怎么办"]
    assert rows[1] == ["1", f"{T3} D6", NUMBER.message, NUMBER.remedy]
    assert rows[2][:2] == ["2", f"{T3} D6 等 4 格"]


def test_an_addressee_stands_at_the_margin_and_the_text_is_indented() -> None:
    styles = {p.text: p.style.name for p in opened(returned()).paragraphs if p.style is not None}
    assert styles["云江区教育局："] == "Report Salutation"
    assert styles["云江区人民政府办公室"] == "Report Signature"


def test_without_a_calendar_no_day_is_guessed() -> None:
    assert "请自收到本通知之日起3个工作日内更正后重新报送。可直接在附件上更正。" in paragraphs(returned(due_on=None))


def test_an_unreadable_file_is_named_and_nothing_is_attached() -> None:
    case = returned(UNREADABLE, outcome="unreadable", unit_name=None, period=None, returned_file=None)
    text = paragraphs(case)
    assert text[1:3] == [
        "报送单位：",
        "你单位2025年4月8日报送的文件“教育局报表.xlsx”（收件编号12）无法读取，依据报送要求予以退回，请重新报送。",
    ]
    assert not any("附件" in line for line in text)


def test_a_warning_is_a_hint_and_no_return() -> None:
    text = paragraphs(returned(STOCK, outcome="warned"))
    assert text[0] == "政府信息公开报表核对提示"
    assert "已接收，其中1处请依据国办公开办函〔2021〕30号核实" in text[2]
    assert "退回" not in "".join(text)


@pytest.mark.parametrize("count", [7, 40, 400])
def test_what_does_not_fit_is_counted_and_said_to_be_in_the_list(count: int) -> None:
    case = returned(*[BALANCE] * count)
    listed = len(reasons(case)) - 1
    assert 5 <= listed < count
    assert f"退回原因（共{count}处，本表列{listed}处，其余见附件）" in paragraphs(case)
    without = replace(case, returned_file=None)
    assert any("其余见随附消息" in line for line in paragraphs(without))


def test_the_rows_listed_are_as_high_as_the_page_has_room_for() -> None:
    long = replace(BALANCE, message="很长的说明" * 100, remedy="很长的办法" * 100)
    case = returned(*[long] * 9, unit_name="云江区" + "名称很长的单位" * 6)
    rows = reasons(case)[1:]
    around = [text for text in paragraphs(case)[1:-2] if "共9处" not in text]
    assert sum(row_points(row) for row in rows) <= room_for_rows(around)
    assert sum(row_points(row) for row in [*rows, rows[0]]) > room_for_rows(around)


def test_one_reason_stands_there_whatever_its_length() -> None:
    assert len(reasons(returned(replace(BALANCE, message="长" * 5000)))) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_text(text: str) -> None:
    rows = reasons(returned(replace(NUMBER, message=text, sheet=text), unit_name=text, file_name=text))
    assert len(rows) == 2


def test_the_same_findings_give_the_same_bytes() -> None:
    assert write_return_notice(returned(), CATALOG) == write_return_notice(returned(), CATALOG)
