"""The annual report in Word: every figure can be read back from the tables of the official form, and nothing breaks the file."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import docx
import pytest
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from reports.annual_docx import write_annual_docx
from reports.layout import layout_tables
from reports.statement import AnnualReport, render_number
from tests.unit.reports.papers import CATALOG, HOSTILE, annual, city_values, zero_values

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(report: AnnualReport) -> Document:
    return docx.Document(io.BytesIO(write_annual_docx(report, CATALOG)))


def printed(table: Table) -> list[list[str]]:
    """The text on every square, merged ones giving theirs to each."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def read_back(document: Document, merged: frozenset[str] = frozenset()) -> dict[str, str]:
    layouts = layout_tables(CATALOG.edition("2021"), "statutory", merged)
    squares = [printed(table) for table in document.tables]
    return {
        cell.cell_code: squares[number][cell.row][cell.column]
        for number, layout in enumerate(layouts)
        for cell in layout.values()
        if cell.cell_code is not None
    }


def test_every_figure_is_read_back_from_the_three_tables() -> None:
    values = city_values()
    assert read_back(opened(annual(values))) == {code: render_number(value) for code, value in values.items()}


def test_blank_stays_blank_and_zero_is_zero() -> None:
    values = zero_values() | {"T3:new.research": None}
    found = read_back(opened(annual(values)))
    assert found["T3:new.research"] == ""
    assert found["T3:new.nonprofit"] == "0"


def test_a_row_printed_as_one_gets_a_row_of_its_own() -> None:
    values = zero_values() | {"T3:other.total": Decimal(7)}
    assert read_back(opened(annual(values)), frozenset({"other"}))["T3:other.total"] == "7"


def test_labels_and_merged_cells_are_those_of_the_official_form() -> None:
    requests = printed(opened(annual(city_values())).tables[1])
    assert requests[0][3:] == ["申请人情况"] * 7
    assert requests[1][4:9] == ["法人或其他组织"] * 5
    assert [row[0] for row in requests[5:27]] == ["三、本年度办理结果"] * 22
    assert [row[1] for row in requests[7:15]] == ["（三）不予公开"] * 8
    assert requests[26][1:3] == ["（七）总计"] * 2
    assert len(requests) == 28


def test_heading_rows_repeat_on_every_page() -> None:
    rows = opened(annual(city_values())).tables[1].rows
    repeated = [row._tr.trPr is not None and row._tr.trPr.find(f"{W}tblHeader") is not None for row in rows]
    assert repeated == [True] * 3 + [False] * 25


def test_the_tables_are_as_wide_as_the_text() -> None:
    document = opened(annual(city_values()))
    room = (210 - 28 - 26) / 25.4 * 72
    for table in document.tables:
        widths = [int(column.get(f"{W}w")) / 20 for column in table._tbl.tblGrid.iterchildren(f"{W}gridCol")]
        assert sum(widths) == pytest.approx(room, abs=1)


def test_the_page_is_that_of_an_official_document() -> None:
    section = opened(annual(city_values())).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(length.mm) for length in lengths if length is not None] == [210, 297, 37, 35]
    assert "PAGE" in section.footer._element.xml


def east_asian_font(paragraph: Paragraph) -> str:
    assert paragraph.style is not None
    return str(paragraph.style.element.rPr.rFonts.get(f"{W}eastAsia"))


def test_title_headings_and_body_have_the_fonts_of_an_official_document() -> None:
    paragraphs = {paragraph.text: paragraph for paragraph in opened(annual(city_values())).paragraphs}
    assert east_asian_font(paragraphs["云江区人民政府\n2025年政府信息公开工作年度报告"]) == "方正小标宋简体"
    assert east_asian_font(paragraphs["一、总体情况"]) == "黑体"
    assert east_asian_font(paragraphs["（一）主动公开"]) == "楷体_GB2312"
    body = next(p for text, p in paragraphs.items() if text.startswith("本报告根据"))
    assert east_asian_font(body) == "仿宋_GB2312"
    shape = body.style.paragraph_format if body.style is not None else None
    assert shape.line_spacing.pt == 28
    assert shape.first_line_indent.pt == 32


def test_a_machine_without_the_fonts_is_told_their_stand_ins() -> None:
    with zipfile.ZipFile(io.BytesIO(write_annual_docx(annual(city_values()), CATALOG))) as package:
        fonts = etree.fromstring(package.read("word/fontTable.xml"))
    names = {font.get(f"{W}name"): font.find(f"{W}altName") for font in fonts}
    assert set(names) >= {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"}
    assert all(name is not None and name.get(f"{W}val") for name in names.values())


def test_places_for_the_writer_are_highlighted_and_nothing_else_is() -> None:
    runs = [run for p in opened(annual(city_values())).paragraphs for run in p.runs]
    marked = [run.text for run in runs if run.font.highlight_color is not None]
    assert len(marked) >= 8
    assert all(text.startswith("【待补充：") and text.endswith("】") for text in marked)
    assert not any("【待补充" in run.text for run in runs if run.font.highlight_color is None)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write_annual_docx(annual(city_values()), CATALOG) == write_annual_docx(annual(city_values()), CATALOG)


def test_the_file_names_no_author_and_no_moment() -> None:
    data = write_annual_docx(annual(city_values()), CATALOG)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name for name in package.namelist())
        assert b"Microsoft" not in package.read("docProps/app.xml")
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created is not None
    assert (properties.created.month, properties.created.day) == (12, 31)


def test_a_hostile_name_is_text() -> None:
    first = opened(annual(city_values(), name=HOSTILE)).paragraphs[0]
    assert first.text.startswith("<img src=x onerror=alert(1)>{publisher}\n")
