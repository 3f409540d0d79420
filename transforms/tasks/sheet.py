"""What a unit answers on its tasks (工作任务) and their figures (任务指标): one row each as it was written, with every place.

The tables of tasks are found beside the statutory ones and never taken for them. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from transforms.grid import Grid, Place, address
from transforms.numbers import BLANK, Reader, Reading, State, flawed
from transforms.page import Problem
from transforms.tasks.table import MOST_ROWS, Row, TaskTable, text_of
from transforms.tasks.values import read_answer, read_day
from warehouse.catalog.task_words import TaskWords

_RULE = "TASK-SHEET"
_COUNTED = "件"
_LONGEST_KEY, _LONGEST_TEXT = 60, 2_000
# Columns of which anything written makes a row an answer.
_ANSWERS = ("status", "progress", "done_on", "evidence")


class TaskAnswer(NamedTuple):
    """One row of the sheet of tasks; fields as the columns of stg_task. An address is None where the sheet lacks the column."""

    row_no: int
    document: str | None
    task_id: str | None
    status_text: str | None
    status: str | None
    progress: str | None
    done_text: str | None
    done_on: date | None
    evidence: str | None
    sheet: str
    address: str
    done_address: str | None
    evidence_address: str | None


class TaskFigure(NamedTuple):
    """One row of the sheet of figures; fields as the columns of stg_task_figure."""

    row_no: int
    document: str | None
    task_id: str | None
    indicator_code: str | None
    numerator_text: str | None
    numerator_state: State
    numerator: Decimal | None
    numerator_address: str
    denominator_text: str | None
    denominator_state: State
    denominator: Decimal | None
    denominator_address: str | None
    sheet: str


@dataclass(frozen=True, slots=True)
class TaskReading:
    """What a workbook says of tasks."""

    tasks: list[TaskAnswer] = field(default_factory=list)
    figures: list[TaskFigure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_tasks(tables: Iterable[TaskTable], words: TaskWords, read: Reader, year: int | None) -> TaskReading:
    """The rows of the tables found in a workbook; `year` is that of its period, for days written without one."""
    found = TaskReading()
    for table in tables:
        found.problems.extend(_bounds(table))
        for row in table.rows:
            if table.kind == "figure":
                _add_figure(table, row, read, found)
            else:
                _add_task(table, row, words, year, found)
    found.problems.extend(_contradictions(found, words))
    return found


def _bounds(table: TaskTable) -> Iterator[Problem]:
    if table.is_cut:
        place = (table.header, table.columns["task"])
        detail = f"这张任务表超过 {MOST_ROWS} 行，之后的没有读取；请删去多余的行。"
        yield Problem(_RULE, detail, *table.grid.place_name(place))


def _add_task(table: TaskTable, row: Row, words: TaskWords, year: int | None, found: TaskReading) -> None:
    grid, at = table.grid, row.places
    texts = {name: text_of(grid, place) for name, place in at.items()}
    is_answered = any(texts.get(name) for name in _ANSWERS)
    if not _is_keyed(table, row, is_answered, found):
        return
    status, done = at["status"], at.get("done_on")
    found.problems.extend(_too_long(grid, at, ("progress", "evidence")))
    found.tasks.append(
        TaskAnswer(
            row_no=len(found.tasks) + 1,
            document=_key(texts.get("document")),
            task_id=_key(texts["task"]),
            status_text=_cut(texts["status"]),
            status=None if status in grid.flaws else read_answer(texts["status"], words.answer_codes),
            progress=_cut(texts.get("progress")),
            done_text=_cut(texts.get("done_on")),
            done_on=None if done is None or done in grid.flaws else read_day(grid.at(*done), year),
            evidence=_cut(texts.get("evidence")),
            sheet=grid.name,
            address=address(status),
            done_address=_address(done),
            evidence_address=_address(at.get("evidence")),
        )
    )


def _add_figure(table: TaskTable, row: Row, read: Reader, found: TaskReading) -> None:
    grid, at = table.grid, row.places
    one, other = _number(grid, at["numerator"], read), _number(grid, at.get("denominator"), read)
    if not _is_keyed(table, row, one.state != "blank" or other.state != "blank", found):
        return
    found.figures.append(
        TaskFigure(
            row_no=len(found.figures) + 1,
            document=_key(text_of(grid, at.get("document"))),
            task_id=_key(text_of(grid, at["task"])),
            indicator_code=_key(text_of(grid, at["indicator"])),
            numerator_text=_cut(one.text),
            numerator_state=one.state,
            numerator=one.value,
            numerator_address=address(at["numerator"]),
            denominator_text=_cut(other.text),
            denominator_state=other.state,
            denominator=other.value,
            denominator_address=_address(at.get("denominator")),
            sheet=grid.name,
        )
    )


def _is_keyed(table: TaskTable, row: Row, is_answered: bool, found: TaskReading) -> bool:
    """Whether the row says which task it is about; an answer without that is a problem, a remark under the table is none."""
    place = row.places["task"]
    text = text_of(table.grid, place)
    if text and len(text) <= _LONGEST_KEY:
        return True
    if is_answered:
        said = f"“{text[:_LONGEST_KEY]}……”不是任务编号" if text else "没有任务编号"
        detail = f"这一行{said}，填写的内容没有计入；请按模板补上任务编号。"
        found.problems.append(Problem(_RULE, detail, *table.grid.place_name(place), text or None))
    return False


def _number(grid: Grid, place: Place | None, read: Reader) -> Reading:
    if place is None:
        return BLANK
    return flawed(grid.flaws[place]) if place in grid.flaws else read(grid.at(*place), _COUNTED)


def _too_long(grid: Grid, places: Mapping[str, Place], names: Iterable[str]) -> Iterator[Problem]:
    for name in names:
        place = places.get(name)
        text = text_of(grid, place)
        if place is not None and len(text) > _LONGEST_TEXT:
            detail = f"此处写了 {len(text)} 字，超过 {_LONGEST_TEXT} 字，多出的没有计入；请压缩。"
            yield Problem(_RULE, detail, *grid.place_name(place), text[:_LONGEST_KEY])


def _contradictions(found: TaskReading, words: TaskWords) -> Iterator[Problem]:
    """Two rows on one task (or indicator) that say different things: nobody can tell which one is meant."""
    labels: dict[str, str] = {answer.code: answer.label for answer in words.answers}
    said: dict[tuple[str | None, str | None], TaskAnswer] = {}
    for one in found.tasks:
        if one.status is not None:
            first = said.setdefault((one.document, one.task_id), one)
            if first.status is not None and first.status != one.status:
                there = f"{first.sheet}!{first.address}“{labels[first.status]}”，这里是“{labels[one.status]}”"
                detail = f"任务“{one.task_id}”填了两次，前后不一：{there}；请只留一处。"
                yield Problem(_RULE, detail, one.sheet, one.address, one.status_text)
    counted: dict[tuple[str | None, str | None, str | None], TaskFigure] = {}
    for figure in found.figures:
        if figure.numerator is not None:
            before = counted.setdefault((figure.document, figure.task_id, figure.indicator_code), figure)
            if (before.numerator, before.denominator) != (figure.numerator, figure.denominator):
                detail = (
                    f"指标“{figure.task_id} {figure.indicator_code}”填了两次，前后不一"
                    f"（另一处在 {before.sheet}!{before.numerator_address}）；请只留一处。"
                )
                yield Problem(_RULE, detail, figure.sheet, figure.numerator_address, figure.numerator_text)


def _key(text: str | None) -> str | None:
    """A code as the unit was given it, brackets of either width included: `一(一)1`."""
    folded = "".join((text or "").split()).replace("（", "(").replace("）", ")")
    return folded[:_LONGEST_KEY] or None


def _cut(text: str | None) -> str | None:
    return (text or "").strip()[:_LONGEST_TEXT] or None


def _address(place: Place | None) -> str | None:
    return None if place is None else address(place)
