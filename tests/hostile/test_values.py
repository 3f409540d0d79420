"""One cell, through inbox and collect, in every way of writing it: what is read, what is said, and where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from flows.steps.collect import collect
from tests.hostile.values import CELL, CODE, ODD, T3, Odd, finance, number
from tests.unit.transforms.official import Form, Piece, Sheet, openpyxl_bytes, shifted, stacked
from tests.unit.transforms.reading import CATALOG
from transforms.submission import read_submission
from warehouse.store import open_store
from warehouse.workspace import Workspace

pytestmark = pytest.mark.xdist_group("hostile values")
EDITION = CATALOG.editions[-1]
Row = Mapping[str, Any]


class Read:
    """What the warehouse holds of each file."""

    def __init__(self, workspace: Workspace) -> None:
        content = finance(workspace)
        for place, odd in enumerate(ODD):
            (workspace.inbox / f"{place}.xlsx").write_bytes(odd.change(content))
        collect(workspace, as_of=datetime(2025, 4, 3))
        with open_store(workspace.database) as store:
            self.cells = store.rows(
                f"SELECT file_name, s.* FROM stg_cell s JOIN raw_receipt USING (sha256) WHERE cell_code = '{CODE}'"
            )
            self.said = store.rows("SELECT file_name, v.* FROM dq_violation v JOIN raw_receipt USING (submission_id)")

    def cell(self, odd: Odd) -> Row:
        [row] = [row for row in self.cells if row["file_name"] == f"{ODD.index(odd)}.xlsx"]
        return row

    def findings(self, odd: Odd, prefixes: tuple[str, ...] = ("TYPE-", "FILE-")) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.said:
            if row["file_name"] == f"{ODD.index(odd)}.xlsx" and row["rule_id"].startswith(prefixes):
                found.setdefault(row["rule_id"], []).append(row)
        return found


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return Read(Workspace.create(tmp_path_factory.mktemp("values") / "office"))


@pytest.mark.parametrize("odd", ODD, ids=[odd.label for odd in ODD])
def test_a_cell_is_read_as_written_or_not_at_all(read: Read, odd: Odd) -> None:
    cell = read.cell(odd)
    assert cell["state"] == odd.state
    assert (cell["sheet"], cell["address"]) == (T3, CELL)
    if odd.value is not None or odd.state != "number":
        assert cell["value"] == odd.value


@pytest.mark.parametrize("odd", ODD, ids=[odd.label for odd in ODD])
def test_what_is_wrong_with_it_is_said_with_its_place(read: Read, odd: Odd) -> None:
    findings = read.findings(odd)
    if odd.rule is None:
        assert findings == {}
        return
    assert odd.rule in findings
    assert set(findings) - {odd.rule} <= {"FILE-TABLES"}  # a row under another name is missing too
    assert all(row["sheet"] == T3 and row["message"].endswith(("。", "！", "？")) for row in findings[odd.rule])
    if odd.rule.startswith("TYPE-"):
        assert [row["address"] for row in findings[odd.rule]] == [CELL]


def test_of_input_cells_that_were_merged_only_the_first_has_the_figure() -> None:
    tables = Form(EDITION, {"T3:new.natural_person": 7}).tables()
    places = {piece.code: piece for piece in tables[1] if piece.code}
    first, second = places["T3:new.natural_person"], places["T3:new.business"]
    merged = [piece for piece in tables[1] if piece not in (first, second)]
    merged.append(Piece(first.row, first.column, 7, columns=2))
    content = openpyxl_bytes([Sheet.of(f"表{n}", table) for n, table in enumerate((tables[0], merged, tables[2]))])
    values = {cell[0]: (cell[1], cell[2]) for cell in read_submission(content, CATALOG).cells}
    assert values["T3:new.natural_person"] == ("number", 7)
    assert values["T3:new.business"] == ("blank", None)


def test_after_a_thousand_rows_of_numbers_no_text_and_no_figure_is_lost() -> None:
    figures = {code: at for at, code in enumerate(sorted(EDITION.by_code))}
    numbers = [Piece(row, 0, row) for row in range(1500)]
    tables = shifted(stacked(*Form(EDITION, figures).tables()), down=1600)
    content = openpyxl_bytes([Sheet.of("全部", [*numbers, *tables, Piece(2200, 0, "12件")])])
    cells = read_submission(content, CATALOG).cells
    assert {cell[0]: cell[2] for cell in cells} == figures


@pytest.mark.parametrize("down", [0, 1, 7])
@pytest.mark.parametrize("right", [0, 2])
def test_a_table_that_was_moved_gives_every_figure_from_its_own_cell(down: int, right: int) -> None:
    figures = {code: at for at, code in enumerate(sorted(EDITION.by_code))}
    tables = [shifted(table, down, right) for table in Form(EDITION, figures).tables()]
    content = openpyxl_bytes([Sheet.of(f"表{n}", table) for n, table in enumerate(tables)])
    assert {cell[0]: cell[2] for cell in read_submission(content, CATALOG).cells} == figures


def test_the_good_workbook_itself_has_nothing_to_be_said_of(tmp_path_factory: pytest.TempPathFactory) -> None:
    content = finance(Workspace.create(tmp_path_factory.mktemp("good") / "office"))
    reading = read_submission(number("7")(content), CATALOG)
    assert (reading.error, reading.problems) == (None, [])
