"""Workbooks with task sheets as units send them in: the statutory tables, and rows of tasks and figures beside them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

import openpyxl

from tests.unit.transforms.official import Form, Sheet, openpyxl_bytes
from tests.unit.transforms.reading import CATALOG, NEWEST

WORDS = CATALOG.tasks
TASK_HEADINGS = tuple(WORDS.task_sheet.columns.model_dump().values())
FIGURE_HEADINGS = tuple(WORDS.figure_sheet.columns.model_dump().values())
Value = str | int | float | datetime.date | None
Row = Sequence[Value]


def plain_book() -> bytes:
    """The three statutory tables, all zero, and nothing of tasks."""
    values: dict[str, Value] = {cell.code: 0 for cell in NEWEST.cells}
    form = Form(NEWEST, values)  # type: ignore[arg-type]
    return openpyxl_bytes([Sheet.of(name, table) for name, table in zip("二三四", form.tables(), strict=True)])


def task(task_id: Value, status: Value, done_on: Value = None, evidence: Value = None, progress: Value = None) -> Row:
    """One row as the headings stand."""
    return ("doc-2025", task_id, "名称", "内容", "责任", "年内", status, progress, done_on, evidence)


def figure(task_id: str, code: str, numerator: Value, denominator: Value = None) -> Row:
    """One row as the headings stand."""
    return ("doc-2025", task_id, code, "指标", "不低于 50%", "次数", numerator, "总数", denominator)


def book(
    tasks: Sequence[Row] = (),
    figures: Sequence[Row] = (),
    *,
    at: int = 3,
    title: str = "工作任务",
    hidden: Sequence[str] = (),
    headings: Sequence[str] = TASK_HEADINGS,
) -> bytes:
    """The plain book with the rows on sheets of their own, headings in row `at`; `hidden` are columns of the sheet of tasks."""
    opened = openpyxl.load_workbook(io.BytesIO(plain_book()))
    for name, given, rows in ((title, headings, tasks), ("任务指标", FIGURE_HEADINGS, figures)):
        if rows:
            sheet = opened.create_sheet(name)
            sheet["A1"] = "政务公开工作要点任务进展"
            for number, row in enumerate([given, *rows], at):
                for column, value in enumerate(row, 1):
                    sheet.cell(number, column, value)
            for letter in hidden if name == title else ():
                sheet.column_dimensions[letter].hidden = True
    return saved(opened)


def saved(opened: openpyxl.Workbook) -> bytes:
    """A workbook's bytes."""
    stream = io.BytesIO()
    opened.save(stream)
    return stream.getvalue()
