"""A city rolls up its districts: what they send is their 汇总, and a city's own 规章 stand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from flows.steps.collect import collect
from flows.steps.publish import publish
from flows.steps.status import period_status
from flows.steps.templates import issue_templates
from tests.functional.city_office import lay
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

Q1 = Period(2025, 1)
MADE = "T2:regulation.made"
pytestmark = pytest.mark.xdist_group("city")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three districts and the city's own office; one district first sends what only its own office had."""
    workspace = Workspace.create(tmp_path_factory.mktemp("city") / "office", profile="shanghai-2025")
    lay(workspace, "huangpu", "own", new=1, new_granted=1)
    collect(workspace, as_of=datetime(2025, 4, 1))
    lay(workspace, "huangpu", "aggregate", new=30, new_granted=20)
    lay(workspace, "xuhui", "aggregate", new=50, new_granted=50)
    lay(workspace, "jingan", "aggregate", new=7, new_granted=7, regulation_made=1)
    lay(workspace, "general_office", "own", new=12, new_granted=10, regulation_made=3, regulation_in_force=3)
    collect(workspace, as_of=datetime(2025, 4, 5))
    assert publish(workspace, Q1, as_of=datetime(2025, 4, 20)).is_new
    return workspace


def mart(city: Workspace, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(city.releases / "current" / "zwgk.duckdb", read_only=True) as bi:
        return bi.execute(sql).fetchall()


def test_the_citys_figure_adds_up_what_its_districts_and_departments_sent(city: Workspace) -> None:
    asked = "SELECT value, units_in, units_expected FROM mart.rpt_quarterly_units WHERE unit_code = 'shanghai' AND cell_code = "
    assert mart(city, f"{asked} 'T3:new.total'") == [(Decimal(30 + 50 + 12), 3, 16 + 14)]
    assert mart(city, f"{asked} '{MADE}'") == [(Decimal(3), 3, 16 + 14)]


def test_what_only_the_office_of_a_district_had_is_sent_back(city: Workspace) -> None:
    returned = {row.unit_name: row.reasons for row in period_status(city, Q1).rows if row.reasons is not None}
    assert set(returned) == {"上海市静安区人民政府"}  # of 黄浦 the second version counts
    assert mart(
        city, "SELECT count(*) FROM mart.dq_violation WHERE message LIKE '%上海市黄浦区人民政府%应报%汇总%'"
    ) == [(1,)]


def test_a_district_makes_no_regulations_and_its_city_does(city: Workspace) -> None:
    found = mart(city, "SELECT actual FROM mart.dq_violation WHERE rule_id = 'T2-COMPETENCE'")
    assert found == [(Decimal(1),)]
    [reasons] = [row.reasons for row in period_status(city, Q1).rows if row.unit_code == "jingan"]
    assert "没有规章制定权" in str(reasons)


def test_a_districts_workbook_asks_for_its_aggregate_and_an_offices_for_its_own(city: Workspace) -> None:
    paths = issue_templates(city, Period(2025, 2), ["黄浦区", "市司法局"])
    covers = [CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() for path in paths]
    shown = [" ".join(str(cell) for row in cover for cell in row) for cover in covers]
    assert ["汇总" in cover for cover in shown] == [True, False]
    assert ["本机关" in cover for cover in shown] == [False, True]


def test_the_citys_documents_speak_of_the_city(city: Workspace) -> None:
    documents = sorted((city.releases / "current" / "documents" / "2025Q1").glob("*通报.*"))
    [word] = [path for path in documents if path.suffix == ".docx"]
    text = "\n".join(paragraph.text for paragraph in Document(str(word)).paragraphs)
    assert "上海市人民政府办公厅\n关于2025年第一季度\n全市政务公开工作情况的通报" in text
    assert "\n各区人民政府，市政府各委、办、局，市委有关部门：\n" in text
    assert "全市新收政府信息公开申请92件" in text
    assert "全区" not in text
    [page] = [path for path in documents if path.suffix == ".html"]
    assert "全区" not in page.read_text(encoding="utf-8")
    [book] = [path for path in documents if path.suffix == ".xlsx"]
    rows = [cell for name in CalamineWorkbook.from_path(book).sheet_names for cell in _column(book, name)]
    assert "全市合计" in rows


def _column(book: Path, sheet: str) -> list[object]:
    return [row[0] for row in CalamineWorkbook.from_path(book).get_sheet_by_name(sheet).to_python() if row]


def test_what_goes_back_is_signed_by_the_citys_office(city: Workspace) -> None:
    messages = [path.read_text(encoding="utf-8") for path in city.feedback.rglob("*.txt")]
    assert messages
    assert all("上海市人民政府办公厅" in message for message in messages)
