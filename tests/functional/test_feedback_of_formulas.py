"""A workbook that was saved without computed values: a finding for each cell, and one thing to do for the unit."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from flows.cli.app import run
from flows.demo.figures import draw_district
from flows.steps.collect import collect
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import Workspace

PERIOD, AT = Period(2025, 1), datetime(2025, 4, 3, 9)
SHEET = load_catalog().workbook.sheets.T3


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two units: one whose program keeps no values of formulas, and one with two such cells and an error value."""
    opened = Workspace.create(tmp_path_factory.mktemp("formulas") / "office")
    figures = draw_district(opened.catalog, opened.register, PERIOD, PERIOD)
    for code, typed in (("finance", None), ("education", {"D6": "=1+1", "E6": "=2+0", "F6": "#REF!"})):
        unit = opened.register.by_code[code]
        content = write_template(
            TemplateOrder(code, unit.name, PERIOD, {}, dict(figures.of(code, PERIOD))), opened.catalog
        )
        (opened.inbox / f"{unit.name}2025年第一季度.xlsx").write_bytes(resaved(content, typed))
    collect(opened, as_of=AT)
    return opened


def resaved(content: bytes, typed: Mapping[str, str] | None) -> bytes:
    """As a program leaves it that keeps formulas without their values; with `typed` cells, all other formulas as their values."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    if typed is not None:
        values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        for page in book.worksheets:
            for row in page.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        cell.value = values[page.title][cell.coordinate].value
        for address, text in typed.items():
            book[SHEET][address] = text
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def found(office: Workspace, unit: str) -> list[dict[str, object]]:
    with open_store(office.database) as store:
        return store.rows(
            """SELECT v.sheet, v.address, v.text FROM dq_violation v JOIN core_receipt c USING (submission_id)
               WHERE v.rule_id = 'TYPE-FORMULA' AND c.unit_code = $unit ORDER BY ALL""",
            {"unit": unit},
        )


def message(office: Workspace, unit: str) -> str:
    [path] = (office.root / "feedback" / str(PERIOD) / office.register.by_code[unit].name).glob("*/OA消息.txt")
    return path.read_text(encoding="utf-8")


def test_every_cell_stays_a_finding_and_the_unit_reads_one_a_sheet(office: Workspace) -> None:
    cells = found(office, "finance")
    sheets = {str(cell["sheet"]) for cell in cells}
    assert len(cells) > 20
    text = message(office, "finance")
    assert text.count("格的公式没有计算结果") == len(sheets)
    for sheet in sheets:
        count = sum(cell["sheet"] == sheet for cell in cells)
        assert f"共 {count} 格的公式没有计算结果。" in text
    assert "重新计算（按 F9）并保存后重发" in text


def test_few_cells_are_told_one_by_one_and_an_error_value_is_another_cause(office: Workspace) -> None:
    assert [cell["address"] for cell in found(office, "education")] == ["D6", "E6", "F6"]
    text = message(office, "education")
    assert "格的公式没有计算结果" not in text
    assert all(f"{SHEET} {address}\n" in text for address in ("D6", "E6", "F6"))


def test_all_cells_are_marked_in_the_workbook_and_the_list_names_their_ranges(office: Workspace) -> None:
    [path] = (office.root / "feedback" / str(PERIOD) / "云江区财政局").glob("*/*.xlsx")
    book = openpyxl.load_workbook(path)
    red = {
        (page.title, cell.coordinate)
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if str(cell.fill.fgColor.rgb).endswith(office.catalog.feedback.colours.error)
    }
    assert {(str(cell["sheet"]), str(cell["address"])) for cell in found(office, "finance")} <= red
    listed = [str(row[2]) for row in book[office.catalog.feedback.problem_list.sheet].iter_rows(values_only=True)]
    assert any(":" in place for place in listed)


def test_a_check_without_a_workspace_gives_every_cell(office: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    [path] = Path(office.inbox).glob("云江区财政局*.xlsx")
    assert run(["check", str(path), "--json"]) == 1
    [report] = json.loads(capsys.readouterr().out)["reports"]
    formulas = [one for one in report["findings"] if one["rule_id"] == "TYPE-FORMULA"]
    assert len(formulas) == len(found(office, "finance"))
