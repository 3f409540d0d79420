"""The workbook in which the office assigns open bodies."""

from __future__ import annotations

from reports.tasks.assignment import AssignmentRow, write_assignment
from tests.unit.reports.task_cases import CATALOG, HOSTILE
from tests.unit.reports.workbooks import reopened, sheet_of
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_register

UNITS = tuple(unit for unit in load_register(EXAMPLE_REGISTER).units if unit.parent is not None)
ROWS = (
    AssignmentRow("yunjiang-2025", "二4", "专区活动", "每季度开展一次专区活动。", "各相关部门", "responsible"),
    AssignmentRow(
        "yunjiang-2025", "二5", "留言办理", "按时办理转办留言。", "等", "support", (UNITS[0].name, UNITS[1].name)
    ),
    AssignmentRow("yunjiang-2025", "二6", HOSTILE, HOSTILE, HOSTILE, "lead"),
)
WRITTEN = write_assignment(ROWS, CATALOG, UNITS)
WORDS = CATALOG.tasks.assignment


def test_one_row_an_open_body_under_the_headings_that_are_read_back() -> None:
    sheet = sheet_of(WRITTEN, WORDS.title)
    assert [cell.value for cell in sheet[4]] == list(WORDS.columns.model_dump().values())
    assert [cell.value for cell in sheet[5]] == [
        "yunjiang-2025",
        "二4",
        "专区活动",
        "每季度开展一次专区活动。",
        "各相关部门",
        "责任",
        None,
    ]
    assert [cell.value for cell in sheet[6]][5:] == ["配合", f"{UNITS[0].name}、{UNITS[1].name}"]


def test_only_the_units_may_be_typed() -> None:
    sheet = sheet_of(WRITTEN, WORDS.title)
    assert sheet.protection.sheet
    assert {cell.column for row in sheet.iter_rows() for cell in row if not cell.protection.locked} == {7}


def test_the_list_helps_but_refuses_nothing_because_several_may_be_named() -> None:
    [offer] = sheet_of(WRITTEN, WORDS.title).data_validations.dataValidation
    assert (offer.type, str(offer.sqref), offer.showErrorMessage) == ("list", "G5:G7", False)
    assert offer.formula1 == f"'单位名单'!$A$5:$A${4 + len(UNITS)}"


def test_every_unit_of_the_register_is_on_the_second_sheet_with_its_short_names() -> None:
    sheet = sheet_of(WRITTEN, "单位名单")
    assert [sheet.cell(row, 1).value for row in range(5, 5 + len(UNITS))] == [unit.name for unit in UNITS]
    assert sheet.cell(5, 2).value == "、".join(UNITS[0].aliases)


def test_text_from_outside_stays_text_and_the_same_rows_give_the_same_bytes() -> None:
    assert sheet_of(WRITTEN, WORDS.title)["C7"].value == "=HYPERLINK(1)<b>{body}"
    assert sheet_of(WRITTEN, WORDS.title)["C7"].data_type == "s"
    assert write_assignment(ROWS, CATALOG, UNITS) == WRITTEN


def test_nothing_open_gives_the_headings_alone() -> None:
    book = reopened(write_assignment((), CATALOG))
    assert book.sheetnames == [WORDS.title]
    assert book[WORDS.title].max_row == 4
