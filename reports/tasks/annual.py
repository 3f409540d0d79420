"""The annual report's part on 要点落实情况: of a government by all tasks, of a unit by its own; the open ones with why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from reports.narrative.paper import Block, Grid, Heading
from reports.narrative.text import compose_blocks
from reports.tasks.facts import document_facts, enumerated, is_unfinished
from reports.tasks.grids import chapters_grid, open_grid
from reports.tasks.report import ProgressLine, TaskLine, TaskReport
from warehouse.catalog.catalog import Catalog


def compose_annual_tasks(report: TaskReport, catalog: Catalog) -> Iterator[Block]:
    """The blocks under their heading. A published report names no unit: what is open at others is said in numbers."""
    part, gap = catalog.task_narrative.annual, catalog.narrative.gap
    yield Heading(part.heading, 2)
    for place, document in enumerate(report.documents):
        own = report.of(document)
        grids = {"chapters": _chapters(own, catalog, place), "open": _open(own, catalog, place)}
        declared = part.department if report.is_own else part.government
        yield from compose_blocks(declared, document_facts(own, document, catalog), grids, gap)


def _chapters(report: TaskReport, catalog: Catalog, place: int) -> Callable[[str], Grid]:
    return lambda caption: chapters_grid(report, caption, catalog, f"task_chapters_{place}")


def _open(report: TaskReport, catalog: Catalog, place: int) -> Callable[[str], Grid]:
    why = [(line, _why(line, catalog)) for line in report.judged if is_unfinished(line.status)]
    return lambda caption: open_grid(report, caption, catalog, f"task_open_{place}", why)


def _why(line: TaskLine | ProgressLine, catalog: Catalog) -> str:
    """At the units' own: what it said, behind the state; of all: the states of the units that are not done."""
    labels = catalog.tasks.status_labels
    if isinstance(line, ProgressLine):
        return f"{labels[line.status]}：{line.progress}" if line.progress else labels[line.status]
    left = Counter({code: number for code, number in line.counts.items() if is_unfinished(code)})
    words = catalog.task_narrative.lines
    return enumerated(left, labels, words.unit_states) if line.units else words.unheld
