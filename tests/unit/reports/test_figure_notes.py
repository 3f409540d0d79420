"""What units explain stands with the figure it speaks of: marked in its cell, said below its table, in every kind of document."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
from lxml import html

from reports.annual_docx import write_annual_docx
from reports.annual_html import render_annual_html
from reports.circular.compose import compose_circular
from reports.circular.workbook import write_circular_workbook
from reports.figure_note import FigureNote
from reports.narrative.annual import compose_annual
from reports.statement import AnnualReport
from reports.statement_xlsx import write_statement_workbook
from tests.unit.reports.circular_cases import circular, whole_quarter
from tests.unit.reports.papers import CATALOG, HOSTILE, annual, city_values
from transforms.report.reading import read_report

STOCK, REVIEWS = "T2:normative_document.in_force", "T4:review.total"
EXPIRED = FigureNote("explanation", "两件期满失效。", "T2", STOCK)
WAIVED = FigureNote("waiver", "复议机关口径不同", "T4", REVIEWS)
OF_TABLE = FigureNote("explanation", "案件由上级法院指定管辖", "T4")
OF_REPORT = FigureNote("explanation", "三月起启用新公章")


def noted(*notes: FigureNote) -> AnnualReport:
    report = annual(city_values())
    return replace(report, statement=replace(report.statement, notes=notes))


def below(report: AnnualReport, table: str) -> list[tuple[str, str]]:
    [grid] = [grid for grid in compose_annual(report, CATALOG).grids if grid.name == table]
    return [(note.mark, note.text) for note in grid.notes]


def test_a_note_is_marked_at_its_figure_and_said_below_its_table() -> None:
    report = noted(EXPIRED, WAIVED)
    marks = {cell.code: cell.mark for grid in compose_annual(report, CATALOG).grids for cell in grid.cells if cell.mark}
    assert marks == {STOCK: "[1]", REVIEWS: "[1]"}
    assert below(report, "T2") == [("[1]", "行政规范性文件 现行有效件数——两件期满失效。")]
    assert below(report, "T4") == [("[1]", "行政复议 总计——经主管部门核实，复议机关口径不同。")]
    assert below(report, "T3") == []


def test_notes_are_numbered_in_the_order_of_the_form_and_share_the_number_of_their_cell() -> None:
    made = FigureNote("explanation", "含联合发文", "T2", "T2:normative_document.made", "云江区司法局")
    same = [replace(EXPIRED, unit_name=unit) for unit in ("云江区审计局", "云江区财政局")]
    assert below(noted(*same, made), "T2") == [
        ("[1]", "行政规范性文件 本年制发件数——云江区司法局：含联合发文。"),
        ("[2]", "行政规范性文件 现行有效件数——云江区审计局：两件期满失效；云江区财政局：两件期满失效。"),
    ]


def test_the_report_of_another_period_is_named() -> None:
    second = replace(EXPIRED, period_name="2025年第二季度")
    assert below(noted(second), "T2")[0][1].endswith("——2025年第二季度：两件期满失效。")
    assert below(noted(replace(second, unit_name="云江区审计局")), "T2")[0][1].endswith(
        "——云江区审计局（2025年第二季度）：两件期满失效。"
    )


def test_a_note_on_a_whole_table_stands_below_it_and_one_on_the_report_in_section_six() -> None:
    report = noted(OF_TABLE, OF_REPORT)
    assert below(report, "T4") == [("", "案件由上级法院指定管辖。")]
    texts = [getattr(block, "text", "") for block in compose_annual(report, CATALOG).blocks]
    assert texts.index("对数据的其他说明：三月起启用新公章。") > texts.index("（二）其他事项")


def test_a_note_on_a_cell_that_is_not_printed_names_it_below_the_table() -> None:
    merged = FigureNote("explanation", "没有分项", "T3", "T3:other.total")
    assert below(noted(merged), "T3") == [("", "（六）其他处理 总计——没有分项。")]


def test_what_a_person_can_be_found_by_is_left_out_and_nothing_becomes_markup() -> None:
    report = noted(replace(EXPIRED, text="联系人 13800138000"), replace(OF_TABLE, text=HOSTILE))
    page = render_annual_html(report, CATALOG)
    assert "13800138000" not in page
    assert "联系人 ＊＊＊" in page
    assert not html.fromstring(page).xpath("//img")


def test_the_mark_stands_raised_in_word_and_on_the_page_and_the_figure_is_read_as_it_is() -> None:
    report = noted(EXPIRED, WAIVED, OF_TABLE)
    values = city_values()
    for content in (write_annual_docx(report, CATALOG), render_annual_html(report, CATALOG).encode()):
        read = {code: value for code, _, value, *_ in read_report(content, "2025", CATALOG).cells}
        assert (read[STOCK], read[REVIEWS]) == (values[STOCK], values[REVIEWS])
    document = docx.Document(io.BytesIO(write_annual_docx(report, CATALOG)))
    raised = [
        run.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.font.superscript
    ]
    assert set(raised) == {"[1]"}
    assert [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Table Note"][1:] == [
        "[1] 行政复议 总计——经主管部门核实，复议机关口径不同。",
        "案件由上级法院指定管辖。",
    ]
    page = html.fromstring(render_annual_html(report, CATALOG))
    assert page.xpath(f"//td[@data-cell='{STOCK}']/sup/text()") == ["[1]"]
    assert len(page.xpath("//p[@class='note']")) == 3


def test_a_workbook_shows_the_mark_and_keeps_the_number() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(write_statement_workbook(noted(EXPIRED, OF_REPORT).statement, CATALOG))
    ).worksheets[0]
    marked = [cell for row in book.iter_rows() for cell in row if cell.number_format == 'General"[1]"']
    texts = [str(cell.value) for row in book.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert [Decimal(str(cell.value)) for cell in marked] == [city_values()[STOCK]]
    assert "[1] 行政规范性文件 现行有效件数——两件期满失效。" in texts
    assert "对数据的其他说明：三月起启用新公章。" in texts


def test_the_quarter_has_the_notes_in_its_own_words_and_the_remarks_after_the_units() -> None:
    report = whole_quarter()
    named = replace(EXPIRED, unit_name="云江区审计局")
    free = replace(WAIVED, kind="explanation", text="另有一件", unit_name="云江区司法局")
    report = replace(report, quarter=replace(report.quarter, notes=(named,)), remarks=(free,))
    paper = compose_circular(circular(quarter=report), CATALOG)
    notes = {grid.name: [note.text for note in grid.notes] for grid in paper.grids if grid.notes}
    assert notes == {"T2": ["行政规范性文件 现行有效件数——云江区审计局：两件期满失效。"]}
    assert "对数据的其他说明：行政复议 总计——云江区司法局：另有一件。" in [
        getattr(block, "text", "") for block in paper.blocks
    ]
    overview = openpyxl.load_workbook(
        io.BytesIO(write_circular_workbook(circular(quarter=report), CATALOG))
    ).worksheets[0]
    assert any("云江区司法局：另有一件" in str(cell.value) for row in overview.iter_rows() for cell in row)
