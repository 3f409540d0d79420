"""A release of an office with key points: what its documents say is counted again from its tables."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import docx
import duckdb
import pytest

from flows.demo.figures import draw_district
from flows.steps.publish import publish
from reports.template.tasks import TaskAnswer
from tests.functional.task_office import Q1, Q2, TaskOffice
from tests.unit.reports.workbooks import reopened
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period

Q3, Q4 = Period(2025, 3), Period(2025, 4)
LABELS = load_catalog().tasks.status_labels
DONE = TaskAnswer("已完成", "已更新", date(2025, 6, 20), "https://www.example.gov.cn/1.html")
Rows = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TaskOffice:
    """Two quarters in: education has done its task, finance is late with one and disputes its own figure."""
    office = TaskOffice(tmp_path_factory.mktemp("tasks") / "office")
    office.figures = draw_district(office.workspace.catalog, office.workspace.register, Q1, Q4)
    office.put("finance", Q1, datetime(2025, 4, 3), {"一2": TaskAnswer("推进中", "核对中")})
    office.put("education", Q2, datetime(2025, 7, 2), {"一1": DONE})
    given = {"一1": TaskAnswer("推进中", "正在核对"), "一2": TaskAnswer("未启动"), "二3": DONE}
    office.send("finance", Q2, datetime(2025, 7, 3), given, {"sme_share": (Decimal(1), Decimal(4))})
    return office


@pytest.fixture(scope="module")
def quarter(office: TaskOffice) -> Path:
    """The release of the second quarter."""
    published = publish(office.workspace, Q2, as_of=datetime(2025, 7, 20))
    assert published.path is not None, published
    return published.path


@pytest.fixture(scope="module")
def year(office: TaskOffice, quarter: Path) -> Path:
    """The release of the year, in whose last quarter finance has done one more."""
    for period, day in ((Q3, datetime(2025, 10, 9)), (Q4, datetime(2026, 1, 6))):
        office.put("education", period, day, {"一1": DONE})
        office.put("finance", period, day, {"一1": DONE, "一2": TaskAnswer("推进中", "还差一家")})
    office.send("audit", Q4, datetime(2026, 1, 6), {})
    published = publish(office.workspace, Period(2025), as_of=datetime(2026, 1, 20))
    assert published.path is not None, published
    assert published.path != quarter
    return published.path


def mart(release: Path, sql: str) -> Rows:
    with duckdb.connect(release / "zwgk.duckdb", read_only=True) as bi:
        return bi.execute(sql).fetchall()


def counted(release: Path, table: str, period: Period = Q2) -> dict[str, int]:
    rows = mart(release, f"SELECT status, count(*) FROM mart.{table} WHERE period = '{period}' GROUP BY ALL")
    return {LABELS[str(status)]: int(str(number)) for status, number in rows}


def document(release: Path, pattern: str) -> docx.document.Document:
    [path] = release.glob(f"documents/*/{pattern}")
    return docx.Document(io.BytesIO(path.read_bytes()))


def table(found: docx.document.Document, *headings: str) -> list[list[str]]:
    """The rows below the headings of the one table that begins with them."""
    [rows] = [
        [[cell.text for cell in row.cells] for row in one.rows]
        for one in found.tables
        if [cell.text for cell in one.rows[0].cells][: len(headings)] == [*headings]
    ]
    return rows[1:]


def said_states(text: str, counter: str) -> dict[str, int]:
    """`已完成3项、推进中1项` as numbers."""
    labels = "|".join(LABELS.values())
    return {label: int(number) for label, number in re.findall(rf"({labels})(\d+){counter}(?!次)", text)}


def test_the_circular_s_paragraph_counts_what_the_tables_hold(quarter: Path) -> None:
    texts = [one.text for one in document(quarter, "*通报.docx").paragraphs]
    [overview] = [text for text in texts if text.startswith("《2025年云江区政务公开工作要点》")]
    assert said_states(overview, "项") == counted(quarter, "rpt_task_status")
    assert said_states(overview, "项次") == counted(quarter, "fct_task_progress")


def test_the_circular_s_chapters_add_up_to_the_tables(quarter: Path) -> None:
    *chapters, total = table(document(quarter, "*通报.docx"), "章", "任务数")
    held = Counter({label: number for label, number in counted(quarter, "rpt_task_status").items() if number})
    assert [int(figure) for figure in total[2:]] == [held[label] for label in LABELS.values()]
    assert [int(figure) for figure in total[1:]] == [
        sum(int(row[column]) for row in chapters) for column in range(1, len(total))
    ]


def test_the_circular_names_exactly_the_units_that_are_overdue(quarter: Path) -> None:
    named = [(row[0], row[1].split()[0]) for row in table(document(quarter, "*通报.docx"), "单位", "任务", "时间节点")]
    assert sorted(named) == sorted(
        mart(
            quarter,
            """SELECT u.unit_name, f.task_id FROM mart.fct_task_progress f JOIN mart.dim_unit u USING (unit_code)
               WHERE f.period = '2025Q2' AND f.status = 'overdue'""",
        )
    )
    assert ("云江区财政局", "一2") in named


def test_the_circular_shows_the_figure_that_is_not_met_and_the_dispute(quarter: Path) -> None:
    found = document(quarter, "*通报.docx")
    assert table(found, "单位", "任务", "指标") == [
        ["云江区财政局", "二3 听取企业意见", "中小企业意见占比", "25%（1/4）", "不低于 50%"]
    ]
    assert [row[:3] for row in table(found, "单位", "任务", "单位所报")] == [
        ["云江区财政局", "二3 听取企业意见", "已完成"]
    ]


def test_the_workbook_has_a_row_for_every_row_of_the_tables(quarter: Path) -> None:
    [path] = quarter.glob("documents/*/*通报.xlsx")
    book = reopened(path.read_bytes())
    for sheet, name in (
        ("任务进展（按任务）", "rpt_task_status"),
        ("任务进展（按单位）", "fct_task_progress"),
        ("任务指标", "fct_task_figure"),
    ):
        [(rows,)] = mart(quarter, f"SELECT count(*) FROM mart.{name} WHERE period = '2025Q2'")
        assert book[sheet].max_row - 3 == rows


def test_the_release_holds_the_breakdowns(quarter: Path) -> None:
    names = {path.name for path in quarter.glob("documents/*/任务分解表/**/*.docx")}
    assert names == {
        f"{unit}2025年云江区政务公开工作要点任务分解表.docx" for unit in ("", "云江区教育局", "云江区财政局")
    }


def test_the_district_s_annual_report_counts_what_the_tables_hold(year: Path) -> None:
    found = document(year, "汇总/*.docx")
    [said] = [one.text for one in found.paragraphs if one.text.startswith("《2025年云江区政务公开工作要点》（")]
    held = counted(year, "rpt_task_status", Q4)
    assert said_states(said, "项") == held
    *_, total = table(found, "章", "任务数")
    assert int(total[1]) == sum(held.values())
    left = table(found, "任务", "时间节点", "进展")
    assert len(left) == sum(number for label, number in held.items() if label not in ("已完成", "不涉及"))


def test_a_unit_s_annual_report_counts_its_own_tasks(year: Path) -> None:
    found = document(year, "各单位/云江区财政局*.docx")
    [said] = [one.text for one in found.paragraphs if one.text.startswith("本单位承担")]
    rows = mart(year, "SELECT status FROM mart.fct_task_progress WHERE period = '2025Q4' AND unit_code = 'finance'")
    assert said_states(said, "项") == Counter(LABELS[str(status)] for (status,) in rows)
    assert f"任务{len(rows)}项" in said


def test_only_units_with_tasks_have_the_part(year: Path) -> None:
    paths = list(year.glob("documents/2025/各单位/*.docx"))
    assert len(paths) == 3
    for path in paths:
        texts = [one.text for one in docx.Document(io.BytesIO(path.read_bytes())).paragraphs]
        has_tasks = path.name.startswith(("云江区财政局", "云江区教育局"))
        assert ("（二）政务公开工作要点落实情况" in texts) == has_tasks
