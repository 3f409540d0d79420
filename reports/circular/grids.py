"""The tables of the annexes, by annex; an annex without tables is not printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import compress

from reports.circular.content import CircularReport, CoverageRow, ProblemRow, ScoreRow
from reports.circular.facts import Facts
from reports.circular.indicator_grids import district_grid, unit_grids
from reports.circular.listed import Line, listed_grid
from reports.circular.words import plain
from reports.narrative.figures import sum_cells
from reports.narrative.grids import returned_grid, statutory_grid, statutory_layouts, units_grid
from reports.narrative.paper import CellRole, Grid
from reports.narrative.text import fill
from reports.statement import Statement, Values, render_number
from reports.tasks.grids import chapters_grid, disputed_grid, overdue_grid, silent_grid, unmet_grid
from reports.tasks.report import TaskReport
from warehouse.catalog.catalog import Catalog

_COVERAGE: tuple[CellRole, ...] = ("label", "text", "text", "text", "figure", "text")
_OVERVIEW: tuple[CellRole, ...] = ("label", "figure", "figure", "figure")
_SCORES: tuple[CellRole, ...] = ("text", "label", "figure", "figure", "text")
_LINKS: tuple[CellRole, ...] = ("label", "text", "note", "note", "text")
_PROBLEMS: tuple[CellRole, ...] = ("label", "text", "note", "note", "text", "text")


def annex_grids(report: CircularReport, facts: Facts, catalog: Catalog) -> dict[str, tuple[Grid, ...]]:
    """The tables of every annex in the order of the annexes; those without any are not in it. Captions are not numbered yet."""
    made = {
        "coverage": (coverage_grid(report, catalog),),
        "figures": tuple(_figure_grids(report, catalog)),
        "indicators": (district_grid(report, facts, catalog), *unit_grids(report, catalog))
        if report.indicators
        else (),
        "tasks": () if report.quarter.tasks is None else tuple(_task_grids(report.quarter.tasks, catalog)),
        "links": (link_grid(report, catalog),) if report.links else (),
        "scores": tuple(_score_grids(report, catalog)),
        "problems": (problem_grid(report, catalog),) if report.problems else (),
        "returned": (_returned(report, catalog),) if report.quarter.returned else (),
    }
    return {annex.code: made[annex.code] for annex in catalog.circular.annexes if made[annex.code]}


def numbered(grids: dict[str, tuple[Grid, ...]], catalog: Catalog) -> dict[str, tuple[Grid, ...]]:
    """The same with 表1, 表2 … before their captions."""
    number, made = 0, {}
    for code, tables in grids.items():
        captions = []
        for grid in tables:
            number += 1
            facts = {"number": str(number), "caption": grid.caption}
            captions.append(replace(grid, caption=fill(catalog.circular.caption, facts)))
        made[code] = tuple(captions)
    return made


def coverage_grid(report: CircularReport, catalog: Catalog) -> Grid:
    """What came of every unit's report."""
    words = catalog.circular.grids["coverage"]
    lines = (Line(coverage_texts(row, catalog), row.unit.kind) for row in report.coverage)
    return listed_grid("coverage", words.caption, words.columns, words.widths, lines, _COVERAGE)


def coverage_texts(row: CoverageRow, catalog: Catalog) -> tuple[str, ...]:
    """Unit, state, in time or not, the day that it came, how often it went back, whether it is in the sums."""
    timely = catalog.circular.timely
    late = timely["unknown"] if row.is_late is None else timely["late" if row.is_late else "on_time"]
    came = "" if row.received_on is None else f"{row.received_on:%Y-%m-%d}"
    outside = "" if row.is_rolled_up else catalog.circular.outside
    return row.unit.name, row.status, late if row.is_in else "", came, str(row.returned_count), outside


def _figure_grids(report: CircularReport, catalog: Catalog) -> Iterator[Grid]:
    words, quarter = catalog.circular, report.quarter
    yield overview_grid(report, catalog)
    spans = [("", quarter.quarter, "now")]
    if not quarter.is_first:
        spans.append(("ytd_", quarter.year_to_date, "year"))
    for prefix, statement, span in spans:
        for layout in statutory_layouts(catalog, statement, "period"):
            caption = fill(words.grids[layout.table].caption, {"span": words.spans[span]})
            yield statutory_grid(catalog, layout, statement, f"{prefix}{layout.table}", caption)
    own = tuple((line, line.values) for line in quarter.lines)
    yield units_grid(catalog, "units", words.grids["units"].caption, own, quarter.quarter)
    if not quarter.is_first:
        ytd = tuple((line, line.ytd) for line in quarter.lines)
        yield units_grid(catalog, "ytd_units", words.grids["ytd_units"].caption, ytd, quarter.year_to_date)


def overview_grid(report: CircularReport, catalog: Catalog) -> Grid:
    """The key figures of the district: this quarter, the year to date, the same quarter of last year where there is one."""
    words, quarter, former = catalog.circular.grids["overview"], report.quarter, report.former.district
    now = key_figures(catalog, quarter.quarter, quarter.quarter.values)
    year = key_figures(catalog, quarter.year_to_date, quarter.year_to_date.values)
    then = now if former is None else key_figures(catalog, former, former.values)
    kept = (True, True, not quarter.is_first, former is not None)
    lines = (
        Line(tuple(compress((key.label, *(render_number(value) for value in values)), kept)))
        for key, *values in zip(catalog.quarter_columns, now, year, then, strict=True)
    )
    columns, widths = tuple(compress(words.columns, kept)), tuple(compress(words.widths, kept))
    return listed_grid("overview", words.caption, columns, widths, lines, tuple(compress(_OVERVIEW, kept)))


def key_figures(catalog: Catalog, statement: Statement, values: Values) -> list[Decimal | None]:
    """The declared key figures (quarter_columns.yaml) of some values, None where a part of one is blank."""
    edition = catalog.edition(statement.edition)
    return [sum_cells(edition, key.cells, values) for key in catalog.quarter_columns]


def _task_grids(tasks: TaskReport, catalog: Catalog) -> Iterator[Grid]:
    words = catalog.circular.grids
    for place, document in enumerate(tasks.documents):
        caption = fill(words["chapters"].caption, {"title": document.title})
        yield chapters_grid(tasks.of(document), caption, catalog, f"task_chapters_{place}")
    lists = {
        "overdue": (overdue_grid, any(line.status == "overdue" for line in tasks.progress)),
        "silent": (silent_grid, any(line.status == "not_reported" for line in tasks.progress)),
        "unmet": (unmet_grid, any(line.verdict == "not_met" for line in tasks.figures)),
        "disputed": (disputed_grid, any(line.is_disputed for line in tasks.progress)),
    }
    yield from (make(tasks, words[name].caption, catalog) for name, (make, is_there) in lists.items() if is_there)


def link_grid(report: CircularReport, catalog: Catalog) -> Grid:
    """Links that can't be opened, as text."""
    words = catalog.circular.grids["links"]
    kinds = {kind.code: kind.label for kind in catalog.links.kinds}
    lines = (
        Line(
            (
                *(row.unit.name, kinds[row.kind], row.item or "", row.url),
                "" if row.dead_since is None else f"{row.dead_since:%Y-%m-%d}",
            )
        )
        for row in report.links
    )
    return listed_grid("links", words.caption, words.columns, words.widths, lines, _LINKS)


def _score_grids(report: CircularReport, catalog: Catalog) -> Iterator[Grid]:
    """A table for each group with its ranks, then the units of no rank."""
    words = catalog.circular.grids
    ranked = [row for row in report.scores if row.is_ranked]
    for place, group in enumerate(dict.fromkeys(row.group for row in ranked)):
        rows = [row for row in ranked if row.group == group]
        yield score_grid(f"scores_{place}", fill(words["scores"].caption, {"group": group}), rows, catalog)
    others = [row for row in report.scores if not row.is_ranked]
    if others:
        yield score_grid("unranked", words["unranked"].caption, others, catalog)


def score_grid(name: str, caption: str, rows: list[ScoreRow], catalog: Catalog) -> Grid:
    """Rank, unit, score, full marks and band."""
    words = catalog.circular.grids["scores"]
    lines = (Line(score_texts(row, catalog)) for row in rows)
    return listed_grid(name, caption, words.columns, words.widths, lines, _SCORES)


def score_texts(row: ScoreRow, catalog: Catalog) -> tuple[str, ...]:
    """The cells of a line of scores; a unit of no rank says so."""
    rank = catalog.circular.unranked if row.rank is None else str(row.rank)
    return rank, row.unit.name, plain(row.score), plain(row.full_marks), row.band or ""


def problem_grid(report: CircularReport, catalog: Catalog) -> Grid:
    """The list of problems, unit by unit in the order of the register; a long text is not cut."""
    grid = catalog.circular.grids["problems"]
    lines = (
        Line((row.unit.name, catalog.problems.kind(row.kind).label, row.text, row.demand, *problem_end(row, catalog)))
        for row in report.problems
    )
    return listed_grid("problems", grid.caption, grid.columns, grid.widths, lines, _PROBLEMS)


def problem_end(row: ProblemRow, catalog: Catalog) -> tuple[str, str]:
    """By when a problem is to be mended, and how it stands."""
    due = catalog.problems.unknown_due if row.due_on is None else f"{row.due_on:%Y-%m-%d}"
    return due, catalog.problems.statuses[row.status]


def _returned(report: CircularReport, catalog: Catalog) -> Grid:
    return returned_grid(catalog.circular.grids["returned"].caption, report.quarter.returned)
