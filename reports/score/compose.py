"""The page of a unit as a paper, the same for Word and the web."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.narrative.paper import CellRole, Grid, GridCell, Heading, Paper, Paragraph, Run, clean_text
from reports.problem_list import due_in_words, problem_sentence
from reports.score.sheet import IndicatorFigure, ScoreLine, ScoreSheet
from warehouse.catalog.assessment import SheetWords, plain
from warehouse.catalog.catalog import Catalog

_PAIR = 2


def compose_sheet(sheet: ScoreSheet, catalog: Catalog) -> Paper:
    """Score, problems, tasks and indicators, each said to be empty where it is."""
    words = catalog.assessment.sheet
    sections = {
        "score": _score(sheet, words),
        "problems": _problems(sheet, catalog),
        "tasks": _tasks(sheet, catalog),
        "indicators": _indicators(sheet, words),
    }
    blocks = (block for code, found in sections.items() for block in (Heading(words.headings[code], 1), *found))
    title = (clean_text(sheet.unit_name), words.title.format(period_name=sheet.period.label))
    return Paper(title, tuple(blocks), sheet.period.end, is_compact=True)


def _score(sheet: ScoreSheet, words: SheetWords) -> Iterator[Paragraph | Grid]:
    scheme = clean_text(sheet.scheme_name)
    if sheet.score is None:
        assessed = plain(sheet.assessed_marks)
        yield _said(words.unscored.format(unit=sheet.unit_name, assessed=assessed, scheme=scheme))
    else:
        given = {
            "score": plain(sheet.score),
            "total": plain(sheet.total),
            "band": sheet.band or "",
            "place": _place(sheet, words),
        }
        yield _said(words.score.format(unit=sheet.unit_name, scheme=scheme, **given))
    counted = [line for line in sheet.lines if not line.is_left_out]
    if counted:
        yield _score_grid(counted, words)
    left_out = [line.name for line in sheet.lines if line.is_left_out]
    if left_out:
        yield _said(words.left_out.format(items="、".join(left_out)))


def _place(sheet: ScoreSheet, words: SheetWords) -> str:
    if sheet.rank is None:
        return words.unranked
    return words.place.format(group=sheet.group_name, count=sheet.ranked_count, rank=sheet.rank)


def _score_grid(lines: Sequence[ScoreLine], words: SheetWords) -> Grid:
    full = sum(
        (line.weight_in_force or Decimal(0) for line in lines if line.kind not in ("bonus", "penalty")), Decimal(0)
    )
    rows = [
        (
            line.name,
            "" if line.weight_in_force is None else plain(line.weight_in_force),
            plain(line.points),
            line.reason,
        )
        for line in lines
    ]
    rows.append((words.sum_label, plain(full), plain(sum((line.points for line in lines), Decimal(0))), ""))
    return _grid("score", words.score_columns, rows, ("label", "figure", "figure", "note"), (0.17, 0.06, 0.06, 0.71))


def _problems(sheet: ScoreSheet, catalog: Catalog) -> Iterator[Paragraph | Grid]:
    words, problem_words = catalog.assessment.sheet, catalog.problems
    if not sheet.problems:
        yield _said(words.no_problems)
        return
    standing = sorted((one for one in sheet.problems if one.status != "closed"), key=lambda one: one.status == "open")
    overdue = sum(one.status == "overdue" for one in standing)
    closed = len(sheet.problems) - len(standing)
    yield _said(words.problems_told.format(open=len(standing), overdue=overdue, closed=closed))
    counted = sum(not line.is_left_out for line in sheet.lines)
    shown = standing[: max(words.problems_at_least, min(words.problems_at_most, words.rows_of_page - counted))]
    rows = [
        (
            problem_sentence(one, problem_words),
            one.demand,
            due_in_words(one, problem_words),
            problem_words.statuses[one.status],
        )
        for one in shown
    ]
    if rows:
        yield _grid("problems", words.problem_columns, rows, ("note", "note", "text", "text"), (0.44, 0.26, 0.21, 0.09))
    if len(standing) > len(shown):
        yield _said(words.more_problems.format(count=len(standing) - len(shown)))


def _tasks(sheet: ScoreSheet, catalog: Catalog) -> Iterator[Paragraph]:
    words = catalog.assessment.sheet
    total = sum(sheet.task_counts.values())
    if not total:
        yield _said(words.no_tasks)
        return
    labels = catalog.tasks.status_labels
    states = (
        words.task_state.format(label=labels[code], count=count) for code, count in sheet.task_counts.items() if count
    )
    named = "、".join(sheet.overdue_tasks[: words.tasks_at_most]) + (
        "等" if len(sheet.overdue_tasks) > words.tasks_at_most else ""
    )
    overdue = words.overdue_tasks.format(names=named) if named else ""
    yield _said(words.tasks.format(count=total, states="，".join(states)) + overdue)


def _indicators(sheet: ScoreSheet, words: SheetWords) -> Iterator[Paragraph | Grid]:
    """Two indicators to a row: a page is wider than three columns of figures."""
    if not sheet.indicators:
        yield _said(words.no_indicators)
        return
    told = [(one.name, _value(one, words), _number(one.year_value, one.unit)) for one in sheet.indicators]
    told += [("", "", "")] * (len(told) % _PAIR)
    rows = [(*left, *right) for left, right in zip(told[::2], told[1::2], strict=True)]
    roles: tuple[CellRole, ...] = ("label", "figure", "figure")
    weights = (0.26, 0.12, 0.12)
    yield _grid("indicators", words.indicator_columns * _PAIR, rows, roles * _PAIR, weights * _PAIR)


def _value(one: IndicatorFigure, words: SheetWords) -> str:
    return words.values[one.state] if one.value is None else _number(one.value, one.unit)


def _number(value: Decimal | None, unit: str) -> str:
    """At most two places; a ratio as per cent; a dash where there is none."""
    if value is None:
        return "—"
    shown = plain(round(value * 100 if unit == "ratio" else value, 2))
    return f"{shown}%" if unit == "ratio" else shown


def _said(text: str) -> Paragraph:
    return Paragraph((Run(clean_text(text)),))


def _grid(
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    roles: Sequence[CellRole],
    weights: tuple[float, ...],
) -> Grid:
    cells = [GridCell(0, column, 1, 1, "column_heading", text) for column, text in enumerate(headings)]
    for number, row in enumerate(rows, 1):
        cells += (GridCell(number, column, 1, 1, roles[column], clean_text(text)) for column, text in enumerate(row))
    return Grid(name, "", "", len(rows) + 1, len(headings), tuple(cells), weights, 1)
