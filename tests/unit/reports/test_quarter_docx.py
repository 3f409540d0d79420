"""The quarter in Word: the district's and the units' tables, and the returns, as they stand in the report."""

from __future__ import annotations

import io

import docx
from docx.document import Document

from reports.layout import layout_tables
from reports.quarter_docx import write_quarter_docx
from reports.statement import QuarterReport, render_number
from tests.unit.reports.papers import CATALOG, HOSTILE, quarter


def opened(report: QuarterReport) -> Document:
    return docx.Document(io.BytesIO(write_quarter_docx(report, CATALOG)))


def squares(document: Document, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def test_the_title_names_district_and_quarter() -> None:
    assert opened(quarter()).paragraphs[0].text == "云江区2025年第二季度\n政府信息公开工作情况（统计表）"


def test_period_and_year_to_date_are_read_back_from_their_tables() -> None:
    report, document = quarter(), opened(quarter())
    layouts = layout_tables(CATALOG.edition("2021"), "period")
    for first, statement in ((0, report.quarter), (3, report.year_to_date)):
        for number, layout in enumerate(layouts, first):
            found = squares(document, number)
            for cell in layout.values():
                assert found[cell.row][cell.column] == render_number(statement.values[cell.cell_code or ""])


def test_units_stand_under_their_group_and_a_missing_one_is_blank() -> None:
    rows = squares(opened(quarter()), 6)
    new = rows[0].index("新收申请")
    assert [row[0] for row in rows] == ["单位", "部门", "云江区司法局", "街镇", "云江区云溪镇人民政府", "合计"]
    assert rows[2][1:2] + rows[2][new : new + 1] == ["已接收", "14069"]
    assert rows[4][1] == "未报"
    assert set(rows[4][2:]) == {""}
    assert rows[5][new] == "14069"


def test_the_units_have_their_year_to_date() -> None:
    rows = squares(opened(quarter()), 7)
    assert rows[2][rows[0].index("新收申请")] == "28138"


def test_returns_give_the_reasons_but_not_the_file_name() -> None:
    document = opened(quarter())
    assert squares(document, 8)[1] == ["云江区司法局", "1．“自然人”列：相差 1。2．总计不符。"]
    assert "secret-name" not in document.element.xml


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write_quarter_docx(quarter(), CATALOG) == write_quarter_docx(quarter(), CATALOG)


def test_hostile_names_and_reasons_are_text() -> None:
    rows = squares(opened(quarter(HOSTILE, HOSTILE)), 8)
    assert rows[1][0] == "<img src=x onerror=alert(1)>{publisher}"
