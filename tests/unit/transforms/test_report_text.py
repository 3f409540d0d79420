"""The running text of a report: which lines it has, where they stand, and in which section."""

from __future__ import annotations

from decimal import Decimal

from reports.template.workbook import TemplateOrder, write_template
from tests.unit.transforms.official import Piece, Sheet, openpyxl_bytes, shifted
from tests.unit.transforms.published import CATALOG, NEW, UNIT, Published, docx_bytes, html_table, page, read, sheets
from transforms.report.staging import stage_paragraphs
from warehouse.catalog.period import Period

REPORT = Published()
PAGE = page(REPORT, map(html_table, REPORT.tables))


def told(content: bytes | str) -> list[tuple[str, str, str]]:
    return [(one.section, one.place, one.text) for one in read(content).paragraphs]


def test_lines_are_numbered_as_a_reader_counts_them_and_know_their_section() -> None:
    assert told(PAGE) == [
        ("", "第1段", f"{UNIT}2024年政府信息公开工作年度报告"),
        ("", "第2段", "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。"),
        ("一", "第3段", "一、总体情况"),
        ("一", "第4段", "2024年，我局认真做好政府信息公开工作。"),
        ("二", "第5段", "二、主动公开政府信息情况"),
        ("三", "第6段", "三、收到和处理政府信息公开申请情况"),
        ("四", "第7段", "四、政府信息公开行政复议、行政诉讼情况"),
        ("五", "第8段", "五、存在的主要问题及改进情况"),
        ("五", "第9段", "主要问题是解读不够。"),
        ("六", "第10段", "六、其他需要报告的事项"),
        ("六", "第11段", "无。"),
    ]


def test_a_word_document_has_the_same_lines() -> None:
    assert told(docx_bytes(REPORT)) == told(PAGE)[:8]


def test_sections_may_have_other_titles_and_titles_without_numbers() -> None:
    body = PAGE.replace(
        "四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"
    )
    body = body.replace("五、存在的主要问题及改进情况", "存在的主要问题及改进情况")
    assert [section for section, _, _ in told(body)] == [section for section, _, _ in told(PAGE)]


def test_what_is_numbered_inside_a_section_begins_none() -> None:
    body = PAGE.replace("主要问题是解读不够。", "</p><p>一、解读不够；</p><p>二、更新不及时。")
    assert [section for section, _, text in told(body) if text[:2] in ("一、", "二、")] == ["一", "二", "五", "五"]


def test_a_workbook_has_the_lines_that_are_no_part_of_its_tables() -> None:
    assert told(openpyxl_bytes(sheets(REPORT))) == [
        ("", "Sheet1!A1", f"{UNIT}2024年政府信息公开工作年度报告"),
        ("", "Sheet1!A2", "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。"),
    ]


def test_text_between_the_tables_of_a_sheet_is_in_the_section_of_the_table_above() -> None:
    t2, t3, t4 = REPORT.form.tables()
    below = max(p.row for p in t3) + 2
    text = [Piece(below, 0, "说明：以上数据经各科室核实。")]
    sheet = Sheet.of("年报", [*t3, *text], shifted(t4, below + 2))
    (line,) = [one for one in told(openpyxl_bytes([Sheet.of("主动公开", t2), sheet])) if one[2].startswith("说明")]
    assert line[0] == "三"


def test_our_own_form_has_no_text_of_its_own() -> None:
    values = dict.fromkeys(NEW.by_code, Decimal(0))
    order = TemplateOrder(unit_code="x", unit_name=UNIT, period=Period(2024), opening={}, values=values)
    reading = read(write_template(order, CATALOG))
    assert (reading.unit, reading.year, reading.scope, reading.paragraphs) == (UNIT, 2024, "own", [])


def test_paragraphs_are_staged_with_the_columns_that_rules_read() -> None:
    frame = stage_paragraphs([("abc", read(PAGE))])
    assert frame.columns == ["sha256", "number", "section", "place", "text"]
    assert frame.row(3) == ("abc", 4, "一", "第4段", "2024年，我局认真做好政府信息公开工作。")
    assert stage_paragraphs([]).is_empty()
