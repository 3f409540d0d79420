"""The live checks beside the tables: one for each declared identity, in the words of its rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.layout import layout_tables
from reports.template.checks import LiveCheck, live_checks
from reports.template.tables import TOP
from reports.template.values import template_figures
from reports.template.workbook import write_template
from tests.unit.reports.workbooks import CATALOG, EDITION, balanced, order, places, reopened, sheet_of, whole

LAYOUTS = {layout.table: layout for layout in layout_tables(EDITION, "period")}


def checks_of(table: str, figures: dict[str, Decimal | None]) -> dict[str, list[LiveCheck]]:
    at = {code: place for code, (_, place) in places().items()}
    found: dict[str, list[LiveCheck]] = {}
    for check in live_checks(CATALOG, "2021", table, at, figures):
        found.setdefault(check.rule_id, []).append(check)
    return found


def shown(table: str, rule_id: str, changed: dict[str, Decimal | None]) -> list[str]:
    return [check.shown for check in checks_of(table, whole() | changed)[rule_id]]


def test_there_is_one_live_check_for_each_identity() -> None:
    counted = {rule: len(checks) for t in ("T2", "T3", "T4") for rule, checks in checks_of(t, whole()).items()}
    assert counted == {"T3-BALANCE": 7, "T3-RESULTS": 7, "T3-APPLICANT": 25, "T4-TOTAL": 3}
    assert sum(counted.values()) == len(CATALOG.identities("2021"))


def test_a_check_sums_ranges_and_uses_plain_functions_only() -> None:
    formula = checks_of("T3", whole())["T3-RESULTS"][0].formula
    assert formula == (
        '=IF(COUNT(D8:D28,D29)<22,"",IF(SUM(D8:D28)=SUM(D29),"总计相符",'
        '"不符：（一）至（六）之和≠（七），差 "&(SUM(D8:D28)-SUM(D29))))'
    )


def test_balanced_figures_are_in_order() -> None:
    assert shown("T3", "T3-BALANCE", {}) == ["勾稽相符"] * 7
    assert shown("T4", "T4-TOTAL", {}) == ["总计相符"] * 3


def test_a_broken_balance_shows_the_difference() -> None:
    texts = shown("T3", "T3-BALANCE", {"T3:carried_out.natural_person": Decimal(4)})
    assert texts[0] == f"不符：一＋二≠（七）＋四，差 {5 + 2 - (6 + 4)}"
    assert texts[1] == "勾稽相符"


def test_a_blank_operand_leaves_the_check_blank() -> None:
    assert shown("T3", "T3-BALANCE", {"T3:new.business": None})[1] == ""
    nothing = template_figures({}, {}, CATALOG, "2021")
    assert {check.shown for checks in checks_of("T3", nothing).values() for check in checks} == {""}


@pytest.mark.parametrize("table", ["T2", "T3", "T4"])
def test_nothing_but_the_table_stands_within_it_and_a_gap_around(table: str) -> None:
    layout = LAYOUTS[table]
    sheet = sheet_of(write_template(order(values=balanced()), CATALOG), CATALOG.workbook.sheets.of_table(table))
    below = [cell.value for cell in sheet[TOP + layout.height + 1]]
    beside = [row[0].value for row in sheet.iter_rows(min_col=layout.width + 1, max_col=layout.width + 1)]
    assert set(below) <= {None}
    assert set(beside) <= {None}


def test_checks_turn_red_by_a_rule_on_every_cell_that_holds_one() -> None:
    book = reopened(write_template(order(values=balanced()), CATALOG))
    for name, expected in (("表三 依申请", 39), ("表四 复议诉讼", 3)):
        sheet = book[name]
        areas = [area.sqref for area in sheet.conditional_formatting]
        found = [
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if str(cell.value).startswith("=IF(COUNT(") and "不符" in str(cell.value)
        ]
        assert len(found) == expected
        assert all(any(address in area for area in areas) for address in found)


def test_progress_counts_what_is_left_and_asks_nothing_of_a_nil_return() -> None:
    def progress(content: bytes) -> object:
        return sheet_of(content, "表二 主动公开", values=True)["A19"].value

    assert progress(write_template(order(), CATALOG)) == "填报进度：还有 10 格未填，没有的填 0"
    assert progress(write_template(order(values=balanced()), CATALOG)) == "填报进度：已填全"
    assert progress(write_template(order(is_nil=True), CATALOG)) == "填报进度：零报送，不用填写"
