"""What the tests of returned workbooks share: findings to mark, and how two workbooks are compared cell by cell."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell

from reports.returned.finding import Returned, ReturnedFinding
from tests.unit.reports.workbooks import CATALOG
from warehouse.catalog.period import Period

FEEDBACK = CATALOG.feedback
LIST = FEEDBACK.problem_list.sheet
RED, AMBER = FEEDBACK.colours.error, FEEDBACK.colours.warning
T2, T3 = CATALOG.workbook.sheets.T2, CATALOG.workbook.sheets.T3


def finding(rule_id: str = "TYPE-NUMBER", sheet: str | None = T3, *addresses: str, **given: str) -> ReturnedFinding:
    rule = CATALOG.rule(rule_id)
    plain = ReturnedFinding(rule_id, rule.severity, f"{rule.title}。", rule.remedy, "约三件", "", sheet, addresses)
    return replace(plain, **given)  # type: ignore[arg-type]


BALANCE = finding("T3-BALANCE", T3, "D6", "D7", "D29", "D30", written="62", wanted="64")
NUMBER = finding("TYPE-NUMBER", T3, "D6")
STOCK = finding("T2-STOCK", T2, "D6", written="", wanted="12")
WHOLE = finding("FILE-NAME", None, written="")


def returned(*findings: ReturnedFinding, **given: object) -> Returned:
    plain = Returned(
        outcome="returned",
        submission_id=12,
        file_name="教育局报表.xlsx",
        received_at=datetime(2025, 4, 8, 10, 5),
        unit_name="云江区教育局",
        period=Period(2025, 1),
        office="云江区人民政府办公室",
        issued_on=date(2025, 4, 9),
        due_on=date(2025, 4, 14),
        working_days=3,
        findings=findings or (BALANCE, NUMBER, STOCK, WHOLE),
        returned_file="报表.xlsx",
    )
    return replace(plain, **given)  # type: ignore[arg-type]


def cells(content: bytes, *, but: frozenset[tuple[str, str]] = frozenset()) -> dict[tuple[str, str], tuple[str, ...]]:
    """Value and every part of the format of every cell, by sheet and address; of those in `but` all except the fill."""
    book = load_workbook(io.BytesIO(content))
    return {
        (page.title, cell.coordinate): _look(cell, (page.title, cell.coordinate) in but)
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if page.title != LIST
    }


def _look(cell: Cell | MergedCell, is_marked: bool) -> tuple[str, ...]:
    parts = (cell.value, cell.font, cell.border, cell.alignment, cell.number_format, cell.protection)
    return tuple(map(repr, parts)) + (() if is_marked else (repr(cell.fill),))


def fill_of(content: bytes, sheet: str, address: str) -> str:
    return str(load_workbook(io.BytesIO(content))[sheet][address].fill.fgColor.rgb)[2:]


def comment_of(content: bytes, sheet: str, address: str) -> str:
    comment = load_workbook(io.BytesIO(content))[sheet][address].comment
    return "" if comment is None else comment.text


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(content: bytes, **changed: bytes) -> bytes:
    """The package with other bytes for parts, named by the end of their name with `_` for `.`: `styles_xml=...`."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, data in parts(content).items():
            package.writestr(name, changed.get(name.rpartition("/")[2].replace(".", "_"), data))
    return written.getvalue()
