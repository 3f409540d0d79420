"""Five published annual reports, filled into annual workbooks, go through collect and build and come out the same in every cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flows.demo.books import save_xlsx
from flows.demo.pasted import Paste, paste_tables, print_merged_rows
from flows.steps.build import audit_tables, build_tables
from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.collect import collect
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "real"
CATALOG = load_catalog()
EDITION = CATALOG.edition("2021")
HEADER = "code,name,kind,parent,is_ranked,is_rolled_up,valid_from,valid_to,successors,aliases"
pytestmark = pytest.mark.xdist_group("real_figures")


@dataclass(frozen=True)
class Report:
    """One published report: its figures by cell code, a blank one as None."""

    number: str
    unit: str
    period: Period
    figures: dict[str, Decimal | None]

    @property
    def has_one_other_row(self) -> bool:
        return "T3:other.total" in self.figures

    def book(self, unit_code: str) -> bytes:
        if self.has_one_other_row:
            return save_xlsx(paste_tables(print_merged_rows(EDITION), self.figures, Paste(origin=(1, 1))))
        cells = {code: value for code, value in self.figures.items() if code in EDITION.by_code}
        order = TemplateOrder(unit_code, self.unit, self.period, opening={}, values=cells, scope="aggregate")
        return write_template(order, CATALOG)


def read_reports() -> Iterator[Report]:
    for path in sorted(REAL.glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
        figures = {f"{t}:{cell}": value for t, cells in report["tables"].items() for cell, value in cells.items()}
        yield Report(path.stem, report["unit"], Period(int(report["year"])), figures)


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    if not REAL.is_dir():
        pytest.skip(f"the published reports are not beside this checkout: {REAL} does not exist")
    return list(read_reports())


@pytest.fixture(scope="module")
def workspace(reports: list[Report], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("real")
    Workspace.create(root)
    names = list(dict.fromkeys(report.unit for report in reports))
    codes = {name: f"unit_{number}" for number, name in enumerate(names)}
    rows = [f"{codes[name]},{name},district,all,true,true,2019-01-01,,," for name in names]
    register = "\n".join([HEADER, "all,全部报告,district,,false,false,2019-01-01,,,", *rows])
    (root / "units.csv").write_text(register + "\n", encoding="utf-8")
    opened = Workspace.open(root)
    for report in reports:
        name = f"{report.unit}{report.period.label}.xlsx"
        (opened.inbox / name).write_bytes(report.book(codes[report.unit]))
    collect(opened, as_of=datetime(2025, 3, 31, 12))
    return opened


@pytest.fixture(scope="module")
def store(workspace: Workspace) -> Iterator[Store]:
    with open_store(workspace.database) as opened:
        load_catalog_tables(opened, workspace)
        build_tables(opened)
        yield opened


def test_every_cell_is_read_as_it_was_published(reports: list[Report], store: Store) -> None:
    for report in reports:
        read = {
            row["cell_code"]: row["value"]
            for row in store.rows(
                """SELECT c.cell_code, c.value FROM stg_cell c JOIN raw_receipt r USING (sha256) WHERE r.file_name = $name""",
                {"name": f"{report.unit}{report.period.label}.xlsx"},
            )
        }
        assert {code: read[code] for code in report.figures} == report.figures, report.number
        assert all(value is None for code, value in read.items() if code not in report.figures), report.number


def test_the_only_findings_are_the_two_wrong_totals_of_2023(store: Store) -> None:
    found = store.rows(
        """SELECT r.file_name, v.rule_id, v.severity, v.row_code, v.expected, v.actual
           FROM dq_violation v JOIN raw_receipt r USING (submission_id) ORDER BY v.row_code"""
    )
    named = {"file_name": "淮安市洪泽区人民政府2023年度.xlsx", "rule_id": "T4-TOTAL", "severity": "error"}
    assert found == [
        {**named, "row_code": "review", "expected": Decimal(10 + 1 + 0 + 0), "actual": Decimal(0)},
        {**named, "row_code": "suit_after_review", "expected": Decimal(5 + 0 + 0 + 0), "actual": Decimal(0)},
    ]


def test_the_wrong_report_is_returned_and_the_others_count(store: Store) -> None:
    rows = store.rows("SELECT r.file_name, s.status FROM core_submission s JOIN raw_receipt r USING (submission_id)")
    assert {row["file_name"]: row["status"] for row in rows} == {
        "淮安市洪泽区人民政府2023年度.xlsx": "returned",
        "淮安市洪泽区人民政府2024年度.xlsx": "accepted",
        "宿迁市2024年度.xlsx": "accepted",
        "平潭综合实验区2021年度.xlsx": "accepted",
        "平潭综合实验区2022年度.xlsx": "accepted",
    }


def test_the_built_year_is_the_published_one_in_every_cell(reports: list[Report], store: Store) -> None:
    built = store.rows(
        """SELECT u.unit_name, b.period, b.cell_code, b.value FROM rpt_annual_statutory b JOIN dim_unit u USING (unit_code)
           WHERE b.scope = 'own'"""
    )
    for report in reports:
        own = {
            row["cell_code"]: row["value"]
            for row in built
            if (row["unit_name"], row["period"]) == (report.unit, str(report.period)) and row["value"] is not None
        }
        published = {code: value for code, value in report.figures.items() if value is not None}
        assert own == ({} if report.number == "002" else published), report.number


def test_what_a_year_carries_out_the_next_one_carries_in(store: Store) -> None:
    outcomes = store.rows(
        """SELECT q.outcome FROM dq_result q JOIN raw_receipt r USING (submission_id)
           WHERE q.rule_id = 'CARRY-OVER' AND r.file_name = '平潭综合实验区2022年度.xlsx'"""
    )
    assert outcomes == [{"outcome": "pass"}]


def test_the_sum_of_the_reports_passes_its_own_checks(workspace: Workspace, store: Store) -> None:
    audit = audit_tables(store, workspace.catalog)
    assert (audit.failures, audit.errors) == ((), ())
