"""The tables about key-point tasks in a document: by chapter, overdue, not reported, not met, disputed, dead links, still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reports.narrative.paper import CellRole, Grid, GridCell, clean_text
from reports.narrative.text import fill
from reports.tasks.report import FigureLine, ProgressLine, TaskLine, TaskReport, count_states
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.task_requirement import figure_words, requirement_words

_CHAPTER_WEIGHT, _COUNT_WEIGHT = 0.2, 0.8
_LISTED: tuple[CellRole, ...] = ("label", "label", "text", "note")


def task_label(report: TaskReport, line: TaskLine | ProgressLine | FigureLine, catalog: Catalog) -> str:
    """`二(一)5 政策制定公众参与`, with its document where the year has several."""
    words = catalog.task_narrative.lines
    name = line.name if isinstance(line, TaskLine) else line.task_name
    title = next(one.title for one in report.documents if one.key == line.document)
    pattern = words.task if len(report.documents) == 1 else words.task_of
    return clean_text(fill(pattern, {"title": title, "task": line.task_id, "name": name}))


def chapters_grid(report: TaskReport, caption: str, catalog: Catalog, name: str) -> Grid:
    """Tasks by chapter and state, with their sum; chapters in the order of the document."""
    words, [document] = catalog.task_narrative.grids, report.documents
    states = [status.code for status in catalog.tasks.statuses]
    headings = (words.chapters.chapter, words.chapters.tasks, *(status.label for status in catalog.tasks.statuses))
    cells = [GridCell(0, column, 1, 1, "column_heading", text) for column, text in enumerate(headings)]
    rows = [
        (
            catalog.task_narrative.breakdown.chapter,
            chapter,
            title,
            [line for line in report.judged if line.chapter == chapter],
        )
        for chapter, title in document.chapters.items()
    ]
    printed = [(fill(p, {"chapter": c, "title": t}), lines) for p, c, t, lines in rows if lines]
    for row, (label, lines) in enumerate([*printed, (words.total, list(report.judged))], 1):
        counted = count_states(lines)
        cells.append(GridCell(row, 0, 1, 1, "label", clean_text(label)))
        figures = (len(lines), *(counted[state] for state in states))
        cells += (GridCell(row, column, 1, 1, "figure", str(figure)) for column, figure in enumerate(figures, 1))
    weights = (_CHAPTER_WEIGHT, *[_COUNT_WEIGHT / (len(headings) - 1)] * (len(headings) - 1))
    return _grid(name, caption, cells, weights)


def overdue_grid(report: TaskReport, caption: str, catalog: Catalog) -> Grid:
    """Unit, task, due date and what the unit said of it."""
    lines = [line for line in report.progress if line.status == "overdue"]
    rows = [(line.unit_name, (task_label(report, line, catalog), line.due, line.progress)) for line in lines]
    return _by_unit("task_overdue", caption, catalog.task_narrative.grids.overdue, rows, (0.22, 0.28, 0.2, 0.3))


def silent_grid(report: TaskReport, caption: str, catalog: Catalog) -> Grid:
    """Units that said nothing of a task: how many tasks each has, of how many it said nothing, and which with their due dates."""
    rows = []
    for unit, own in _units(report.progress):
        silent = [line for line in own if line.status == "not_reported"]
        if silent:
            rows.append((unit, (str(len(own)), str(len(silent)), _silent_tasks(report, own, silent, catalog))))
    return _by_unit(
        "task_silent",
        caption,
        catalog.task_narrative.grids.silent,
        rows,
        (0.22, 0.08, 0.08, 0.62),
        ("figure", "figure", "note"),
    )


def _silent_tasks(
    report: TaskReport, own: Sequence[ProgressLine], silent: Sequence[ProgressLine], catalog: Catalog
) -> str:
    """All of them by name; where it is everything that the unit has, those whose time has passed."""
    words = catalog.task_narrative.lines
    named = silent if len(silent) < len(own) else [line for line in silent if line.is_past_due]
    tasks = words.joiner.join(
        fill(words.task_due, {"task": task_label(report, line, catalog), "due": line.due}) for line in named
    )
    everything = fill(words.everything, {"count": str(len(own))})
    if len(silent) < len(own):
        return tasks
    return fill(words.past, {"everything": everything, "tasks": tasks}) if tasks else everything


def unmet_grid(report: TaskReport, caption: str, catalog: Catalog) -> Grid:
    """Indicators that the data say are not met, with the figure and the requirement."""
    rows = [
        (
            line.unit_name,
            (
                task_label(report, line, catalog),
                line.name,
                _figure(line, catalog),
                requirement_words(line.requirement, catalog.task_narrative.requirement),
            ),
        )
        for line in report.figures
        if line.verdict == "not_met"
    ]
    roles: tuple[CellRole, ...] = ("label", "label", "text", "text")
    return _by_unit(
        "task_unmet", caption, catalog.task_narrative.grids.unmet, rows, (0.2, 0.24, 0.22, 0.17, 0.17), roles
    )


def disputed_grid(report: TaskReport, caption: str, catalog: Catalog) -> Grid:
    """Tasks that a unit says are done while the data say that they are not."""
    words, answers = catalog.task_narrative.lines, {str(one.code): one.label for one in catalog.tasks.answers}
    rows = []
    for line in (line for line in report.progress if line.is_disputed):
        figures = (
            fill(
                words.figure,
                {
                    "name": one.name,
                    "figure": _figure(one, catalog),
                    "requirement": requirement_words(one.requirement, catalog.task_narrative.requirement),
                },
            )
            for one in report.figures
            if one.verdict == "not_met" and _place(one) == _place(line)
        )
        said = words.unreported if line.reported is None else answers[line.reported]
        rows.append((line.unit_name, (task_label(report, line, catalog), said, words.joiner.join(figures))))
    return _by_unit("task_disputed", caption, catalog.task_narrative.grids.disputed, rows, (0.22, 0.27, 0.13, 0.38))


def dead_grid(report: TaskReport, caption: str, catalog: Catalog) -> Grid:
    """Links that could not be opened, as text."""
    lines = [line for line in report.progress if line.evidence_state == "dead"]
    rows = [(line.unit_name, (task_label(report, line, catalog), line.evidence)) for line in lines]
    return _by_unit("task_dead", caption, catalog.task_narrative.grids.dead, rows, (0.25, 0.3, 0.45), ("label", "note"))


def open_grid(
    report: TaskReport, caption: str, catalog: Catalog, name: str, why: Sequence[tuple[TaskLine | ProgressLine, str]]
) -> Grid:
    """Tasks that are not done, with their due dates and why."""
    headings = catalog.task_narrative.grids.open
    cells = [GridCell(0, column, 1, 1, "column_heading", text) for column, text in enumerate(headings)]
    for row, (line, reason) in enumerate(why, 1):
        texts = (task_label(report, line, catalog), clean_text(line.due), clean_text(reason))
        roles: tuple[CellRole, ...] = ("label", "text", "note")
        cells += (GridCell(row, column, 1, 1, roles[column], text) for column, text in enumerate(texts))
    return _grid(name, caption, cells, (0.36, 0.24, 0.4))


def _figure(line: FigureLine, catalog: Catalog) -> str:
    return figure_words(
        line.requirement, catalog.task_narrative.requirement, line.value, line.numerator, line.denominator
    )


def _place(line: FigureLine | ProgressLine) -> tuple[str, str, str]:
    return line.document, line.task_id, line.unit_name


def _units(lines: Iterable[ProgressLine]) -> Iterator[tuple[str, list[ProgressLine]]]:
    """Lines by unit; a report has those of a unit together."""
    return ((unit, list(own)) for unit, own in groupby(lines, key=lambda line: line.unit_name))


def _by_unit(
    name: str,
    caption: str,
    headings: Sequence[str],
    rows: Sequence[tuple[str, tuple[str, ...]]],
    weights: tuple[float, ...],
    roles: Sequence[CellRole] = _LISTED[1:],
) -> Grid:
    """A list with the unit's name in every line: a page may begin with any of them."""
    lines = (headings, *((unit, *texts) for unit, texts in rows))
    cells = [
        GridCell(row, column, 1, 1, _role(row, column, roles), clean_text(text))
        for row, texts in enumerate(lines)
        for column, text in enumerate(texts)
    ]
    return _grid(name, caption, cells, weights)


def _role(row: int, column: int, roles: Sequence[CellRole]) -> CellRole:
    if row == 0:
        return "column_heading"
    return roles[column - 1] if column else "label"


def _grid(name: str, caption: str, cells: Sequence[GridCell], weights: tuple[float, ...]) -> Grid:
    height = 1 + max(cell.row for cell in cells)
    return Grid(name, "", caption, height, len(weights), tuple(cells), weights, header_rows=1)
