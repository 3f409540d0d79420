"""The sheets 工作指标 and 文件台账 come back as they were filled in, and each wrong cell is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from reports.template.metrics import FilingValue, OwnMetrics, asked_measures
from reports.template.workbook import TemplateOrder, write_template
from transforms.submission import FileReading, read_submission
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period

CATALOG = load_catalog()
ASKED = asked_measures(CATALOG, "department", 1)
ONE: Mapping[str, FilingValue] = {
    "document_number": "某府办〔2025〕1号",
    "title": "关于扶持企业的若干意见",
    "is_normative": "是",
    "openness": "主动公开",
    "published_on": date(2025, 1, 24),
    "interpreted_on": date(2025, 1, 24),
    "ways_count": Decimal(3),
    "has_service": "否",
}


def workbook(values: Mapping[str, Decimal] | None = None, *filings: Mapping[str, FilingValue]) -> bytes:
    order = TemplateOrder(
        unit_code="bureau",
        unit_name="某区甲局",
        period=Period(2025, 1),
        opening={},
        metrics=OwnMetrics(ASKED, values or {}, filings),
    )
    return write_template(order, CATALOG)


def edited(sheet: str, **cells: object) -> FileReading:
    """A workbook with one measure and one document, after a person wrote into it."""
    book = openpyxl.load_workbook(BytesIO(workbook({"trainings": Decimal(2)}, ONE)))
    for address, value in cells.items():
        book[sheet][address] = value
    changed = BytesIO()
    book.save(changed)
    return read_submission(changed.getvalue(), CATALOG)


def row_of(code: str) -> int:
    return 5 + [measure.code for measure in ASKED].index(code)


def test_what_a_unit_filled_in_is_read_back() -> None:
    reading = read_submission(workbook({"trainings": Decimal(2), "zone_events": Decimal(0)}, ONE), CATALOG)
    told = {answer.measure_code: (answer.state, answer.value) for answer in reading.metrics if answer.value is not None}
    assert told == {"trainings": ("number", 2), "zone_events": ("number", 0)}
    cells = {cell.field: (cell.state, cell.code or cell.day or cell.value) for cell in reading.filings}
    assert cells["is_normative"] == ("read", "yes")
    assert cells["openness"] == ("read", "active")
    assert cells["published_on"] == ("read", date(2025, 1, 24))
    assert cells["ways_count"] == ("read", 3)
    assert cells["filed_on"] == ("blank", None)
    assert {cell.row_no for cell in reading.filings} == {1}
    assert reading.problems == []


def test_an_empty_workbook_asks_and_says_nothing() -> None:
    reading = read_submission(workbook(), CATALOG)
    assert [answer.measure_code for answer in reading.metrics] == [measure.code for measure in ASKED]
    assert {answer.state for answer in reading.metrics} == {"blank"}
    assert reading.filings == []


@pytest.mark.parametrize(
    ("written", "said"), [("若干", "应填数字"), (-1, "不能是负数"), (1.5, "应为整数"), ("=1/0", "应填数字")]
)
def test_a_measure_that_does_not_count_is_named_with_its_place(written: object, said: str) -> None:
    place = f"C{row_of('trainings')}"
    [problem] = edited("工作指标", **{place: written}).problems
    assert (problem.rule_id, problem.sheet, problem.address) == ("METRIC-SHEET", "工作指标", place)
    assert said in problem.detail


def test_a_row_is_known_by_its_question_where_the_code_is_lost() -> None:
    place = f"A{row_of('trainings')}"
    assert "trainings" in {one.measure_code for one in edited("工作指标", **{place: None}).metrics if one.value == 2}
    [problem] = edited("工作指标", **{place: "x", place.replace("A", "B"): "别的"}).problems
    assert "不是模板中的指标" in problem.detail


@pytest.mark.parametrize(
    ("cell", "written", "said"),
    [
        *(("E5", "节前", "应写作 2025-03-31"), ("F5", "13月1日", "应写作 2025-03-31")),
        *(("C5", "可能", "是、否"), ("D5", "内部", "主动公开、依申请公开、不予公开"), ("G5", "好几种", "应填数字")),
        *(("E5", None, "没有填"), ("D5", None, "没有填"), ("G5", None, "没有填")),
    ],
)
def test_a_cell_of_a_document_that_cannot_be_read_is_named_with_its_place(
    cell: str, written: object, said: str
) -> None:
    [problem] = edited("文件台账", **{cell: written}).problems
    assert (problem.rule_id, problem.sheet, problem.address) == ("FILING-SHEET", "文件台账", cell)
    assert said in problem.detail


def test_a_word_of_the_sheets_is_no_figure_of_the_statutory_tables() -> None:
    plain = write_template(TemplateOrder("bureau", "某区甲局", Period(2025, 1), {}), CATALOG)
    asked = workbook({"requests_in_time": Decimal(3)}, ONE)
    assert read_submission(plain, CATALOG).cells == read_submission(asked, CATALOG).cells


def test_an_office_that_does_not_ask_has_neither_sheet() -> None:
    book = openpyxl.load_workbook(BytesIO(write_template(TemplateOrder("b", "局", Period(2025, 1), {}), CATALOG)))
    assert not {"工作指标", "文件台账"} & set(book.sheetnames)


def test_who_is_asked_for_what() -> None:
    by_kind = {kind: {one.code for one in asked_measures(CATALOG, kind, 3)} for kind in ("department", "municipal")}
    assert "open_month_events" in by_kind["department"]
    assert "open_month_events" not in by_kind["municipal"] | {one.code for one in ASKED}
