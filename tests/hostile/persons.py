"""Reports with a list of applicants in them: to be refused although every figure is right."""

from __future__ import annotations

from functools import partial

from tests.hostile.case import Hostile
from tests.unit.transforms.official import Form, Piece, Sheet, openpyxl_bytes, xlwt_bytes
from warehouse.catalog.catalog import load_catalog

IDENTITY, MOBILE, NAME = "11010519491231002X", "13812345678", "欧阳某某"
APPLICANTS = (
    ("序号", "申请人", "证件号码", "联系电话", "申请内容"),
    (1, NAME, IDENTITY, MOBILE, "某地块征收补偿方案"),
)


def with_applicants(hidden: int = 0, old: bool = False) -> bytes:
    edition = load_catalog().editions[-1]
    tables = Form(edition, dict.fromkeys(edition.by_code, 0)).tables()
    sheets = [Sheet.of(f"表{n}", table) for n, table in enumerate(tables)]
    pieces = [Piece(row, column, value) for row, line in enumerate(APPLICANTS) for column, value in enumerate(line)]
    sheets.append(Sheet.of("申请台账", pieces, hidden=hidden))
    return xlwt_bytes(sheets) if old else openpyxl_bytes(sheets)


PERSONS = (
    Hostile("E07", "a list of applicants", with_applicants, "F13"),
    Hostile("E07", "a hidden list of applicants", partial(with_applicants, 2), "F13"),
    Hostile("E07", "a list of applicants in an old workbook", partial(with_applicants, 0, True), "F13", "xls"),
)
