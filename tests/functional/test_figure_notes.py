"""From the unit's sheet 说明 and the office's waiver to the notes in the documents, which are still read as they are."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from lxml import html

from flows.demo.figures import District, draw_district
from flows.demo.saved_file import overwrite
from flows.steps.collect import collect
from flows.steps.reports import write_documents
from flows.steps.waive import waive
from reports.template.workbook import TemplateOrder, write_template
from transforms.report.reading import read_report
from transforms.submission import read_submission
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import Workspace

Q1, Q3, Q4 = (Period(2025, quarter) for quarter in (1, 3, 4))
YEAR = Period(2025)
STOCK, REVIEWS = "T2:normative_document.in_force", "T4:review.total"
NOTES = ("A", "B", "C")
pytestmark = pytest.mark.xdist_group("figure_notes")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """In the fourth quarter audit explains its stock and a whole table; finance's sum is waived; both are as usual before."""
    workspace = Workspace.create(tmp_path_factory.mktemp("office"))
    figures = draw_district(workspace.catalog, workspace.register, Q1, Q4)
    for period in (Q1, Q3):
        for code in ("audit", "finance"):
            send(workspace, figures, code, period, {})
    send(
        workspace,
        figures,
        "audit",
        Q4,
        {STOCK: 1},
        ("{stock}", "两件期满失效，电话 13800138000"),
        ("", "数据截至十二月底"),
    )
    send(workspace, figures, "finance", Q4, {REVIEWS: 2})
    collect(workspace, as_of=datetime(2026, 1, 6))
    with open_store(workspace.database) as store:
        [row] = store.rows("SELECT submission_id FROM core_submission WHERE status = 'returned'")
    assert waive(workspace, row["submission_id"], "T4-TOTAL", "口径不同", "李四").after == "accepted"
    for period in (Q4, YEAR):
        write_documents(workspace, period)
    return workspace


def send(
    workspace: Workspace, figures: District, code: str, period: Period, more: dict[str, int], *notes: tuple[str, str]
) -> None:
    """A unit's workbook into the inbox, with `more` added to its figures and what it writes into 表二 and 表四 of its notes."""
    values = dict(figures.of(code, period))
    for cell, count in more.items():
        values[cell] = (values[cell] or Decimal(0)) + count
    name = workspace.register.by_code[code].name
    content = write_template(TemplateOrder(code, name, period, {}, values), workspace.catalog)
    stock = next(at for cell, *_, at in read_submission(content, workspace.catalog).cells if cell == STOCK)
    for row, (cell, text) in enumerate(notes, 4):
        written = ("表二" if cell else "表四", cell.format(stock=stock), text)
        for column, words in zip(NOTES, written, strict=True):
            if words:
                content = overwrite(content, workspace.catalog.workbook.sheets.notes, f"{column}{row}", words)
    (workspace.inbox / f"{period}{name}.xlsx").write_bytes(content)


def page(workspace: Workspace, period: Period, unit: str) -> html.HtmlElement:
    [found] = (workspace.documents / str(period)).rglob(f"{unit}*.html")
    return html.fromstring(found.read_text(encoding="utf-8"))


def notes(document: html.HtmlElement, table: str) -> list[str]:
    return [
        " ".join(note.text_content().split())
        for note in document.xpath(f"//table[@data-table='{table}']/../p[@class='note']")
    ]


def test_the_quarter_says_what_the_unit_explains_and_the_office_waived(office: Workspace) -> None:
    quarter = page(office, Q4, "云江区2025年第四季度")
    explained = "[1] 行政规范性文件 现行有效件数——云江区审计局：两件期满失效，电话 ＊＊＊。"
    waived = "[1] 行政复议 总计——云江区财政局：经主管部门核实，口径不同。"
    whole = "云江区审计局：数据截至十二月底。"
    assert notes(quarter, "T2") == notes(quarter, "ytd_T2") == [explained]
    assert notes(quarter, "T4") == notes(quarter, "ytd_T4") == [waived, whole]
    assert notes(quarter, "T3") == []


def test_the_year_says_of_which_quarter_an_explanation_is(office: Workspace) -> None:
    own, district = (page(office, YEAR, unit) for unit in ("云江区审计局", "云江区人民政府"))
    said = "两件期满失效，电话 ＊＊＊。"
    assert notes(own, "T2") == [f"[1] 行政规范性文件 现行有效件数——2025年第四季度：{said}"]
    assert notes(district, "T2") == [f"[1] 行政规范性文件 现行有效件数——云江区审计局（2025年第四季度）：{said}"]
    assert notes(page(office, YEAR, "云江区财政局"), "T2") == []


def test_neither_who_waived_nor_a_telephone_number_is_in_any_document(office: Workspace) -> None:
    for path in office.documents.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert "李四" not in source
        assert "13800138000" not in source


@pytest.mark.parametrize("suffix", ["docx", "html", "xlsx"])
def test_a_document_with_notes_is_read_like_one_without(office: Workspace, suffix: str) -> None:
    with open_store(office.database) as store:
        rows = store.rows(
            "SELECT cell_code, value FROM rpt_annual_statutory WHERE unit_code = 'audit' AND period = '2025'"
        )
    [path] = (office.documents / "2025").rglob(f"云江区审计局*.{suffix}")
    read = {code: value for code, _, value, *_ in read_report(path.read_bytes(), path.name, office.catalog).cells}
    expected = {row["cell_code"]: row["value"] for row in rows if row["cell_code"] in read}
    assert read == expected
    assert len(read) == 200
