"""The list of problems as a workbook: all units on the first sheet, or one unit alone, with deadlines, states and closings."""

from __future__ import annotations

from reports.excel.book import BODY, HEADED, Book, Sheet, Style
from reports.excel.statement import write_heading
from reports.excel.tables import text_height
from reports.problem_list import Problem, ProblemList, closing_in_words, due_in_words, problem_sentence
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.period import Period
from warehouse.catalog.problems import ProblemWords

_WIDTHS = (5.0, 36.0, 24.0, 13.0, 46.0, 32.0, 16.0, 24.0, 10.0, 18.0)
_HEADING_ROW, _TOP = 2, 3
_TEXT, _LONG = Style(font=BODY), Style(font=BODY, align="left")
_OVERDUE = Style(font=BODY, color="#8B0000", bold=True)
_LONG_COLUMNS = (4, 5, 9)


def write_problem_workbook(listed: ProblemList, catalog: Catalog, unit_name: str | None = None) -> bytes:
    """The list of the district, or of the unit named, which is then in the title; the same list gives the same bytes."""
    words = catalog.problems
    title = words.title.format(body=unit_name or listed.district_name)
    book = Book(title)
    sheet = book.sheet(words.sheet_name)
    sheet.widths(_WIDTHS)
    write_heading(sheet, title, _cover(listed, words), len(_WIDTHS))
    sheet.raw.set_row(_HEADING_ROW, 22)
    columns = words.columns.model_dump().values()
    for column, heading in enumerate(columns):
        sheet.text(_HEADING_ROW, column, heading, HEADED)
    for number, problem in enumerate(listed.problems, 1):
        _write_row(sheet, number, problem, words)
    sheet.page(landscape=True, header_rows=(0, _HEADING_ROW))
    sheet.raw.freeze_panes(_TOP, 3)
    sheet.raw.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(listed.problems), len(_WIDTHS) - 1)
    return book.content()


def _cover(listed: ProblemList, words: ProblemWords) -> str:
    counts = {code: len(listed.of_status(code)) for code in words.statuses}
    return words.cover.format(period_name=listed.period.label, total=len(listed.problems), **counts)


def _write_row(sheet: Sheet, number: int, problem: Problem, words: ProblemWords) -> None:
    cells = (
        str(number),
        problem.problem_id,
        _unit(problem, words),
        words.kind(problem.kind).label,
        problem_sentence(problem, words),
        problem.demand,
        Period.parse(problem.listed_period).label,
        due_in_words(problem, words),
        words.statuses[problem.status],
        closing_in_words(problem, words),
    )
    row = _TOP + number - 1
    sheet.raw.set_row(row, max(text_height(text, width) for text, width in zip(cells, _WIDTHS, strict=True)))
    for column, text in enumerate(cells):
        is_late = problem.status == "overdue" and column == len(cells) - 2
        sheet.text(row, column, text, _OVERDUE if is_late else _LONG if column in _LONG_COLUMNS else _TEXT)


def _unit(problem: Problem, words: ProblemWords) -> str:
    """The unit, and who answers for it where it has been merged into another one."""
    if problem.holder_name == problem.unit_name:
        return problem.unit_name
    return words.handed_on.format(unit=problem.unit_name, holder=problem.holder_name)
