"""The quarter's part on key-point tasks: how many are where, who is late or silent, what the data say, which links are dead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import count

from reports.narrative.figures import Fact
from reports.narrative.paper import Block, Grid, Heading
from reports.narrative.text import Grids, compose_blocks, fill
from reports.statement import written_date
from reports.tasks.grids import chapters_grid, dead_grid, disputed_grid, overdue_grid, silent_grid, unmet_grid
from reports.tasks.report import TaskDocument, TaskReport, count_states
from warehouse.catalog.catalog import Catalog

_LISTS: Mapping[str, Callable[[TaskReport, str, Catalog], Grid]] = {
    "overdue": overdue_grid,
    "silent": silent_grid,
    "unmet": unmet_grid,
    "disputed": disputed_grid,
    "dead": dead_grid,
}


def compose_task_part(report: TaskReport, catalog: Catalog, tables_before: int) -> Iterator[Block]:
    """The blocks under their heading; tables are numbered on from those that stand before."""
    part, gap, numbers = catalog.task_narrative.quarter, catalog.narrative.gap, count(tables_before + 1)
    yield Heading(part.heading, 1)
    yield from compose_blocks(part.head, {}, {}, gap)
    for place, document in enumerate(report.documents):
        own = report.of(document)
        grids = _numbered({"chapters": _chapters(own, catalog, f"task_chapters_{place}")}, catalog, numbers)
        yield from compose_blocks(part.document, document_facts(own, document, catalog), grids, gap)
    lists = {name: _listed(report, catalog, name) for name in _LISTS}
    yield from compose_blocks(part.lists, _list_facts(report, catalog), _numbered(lists, catalog, numbers), gap)


def document_facts(report: TaskReport, document: TaskDocument, catalog: Catalog) -> dict[str, Fact]:
    """Everything that a sentence on one document may use; enumerations leave out what is 0."""
    words, states = catalog.task_narrative.lines, catalog.tasks.status_labels
    return {
        "title": document.title,
        "number": document.number,
        "period_end": written_date(report.period.end),
        "tasks": Decimal(len(report.judged)),
        "held": Decimal(sum(line.units > 0 for line in report.tasks)),
        "unheld": Decimal(sum(line.units == 0 for line in report.tasks)),
        "units": Decimal(len({line.unit_name for line in report.progress})),
        "pairs": Decimal(len(report.progress)),
        "states": enumerated(count_states(report.judged), states, words.states),
        "pair_states": enumerated(count_states(report.progress), states, words.pair_states),
        "open": Decimal(len(document.open_tasks)),
        "open_tasks": "、".join(document.open_tasks),
        "disputed": Decimal(sum(line.disputed > 0 for line in report.tasks)),
        "unfinished": Decimal(sum(is_unfinished(line.status) for line in report.judged)),
    }


def is_unfinished(status: str) -> bool:
    """Whether a task in this state is one that something is still to be done for."""
    return status not in {"done", "not_applicable"}


def enumerated(counted: Counter[str], labels: Mapping[str, str], item: str) -> str:
    """`已完成3项、推进中2项` in the order of the labels."""
    said = (
        fill(item, {"label": label, "count": str(counted[code])}) for code, label in labels.items() if counted[code]
    )
    return "、".join(said)


def _list_facts(report: TaskReport, catalog: Catalog) -> dict[str, Fact]:
    overdue, silent = (
        [line for line in report.progress if line.status == status] for status in ("overdue", "not_reported")
    )
    verdicts = Counter(line.verdict for line in report.figures)
    labels = {verdict.code: verdict.label for verdict in catalog.tasks.verdicts}
    counts = {
        "overdue": len(overdue),
        "overdue_units": len({line.unit_name for line in overdue}),
        "silent": len(silent),
        "silent_units": len({line.unit_name for line in silent}),
        "figures": len(report.figures),
        "unmet": verdicts["not_met"],
        "disputed": sum(line.is_disputed for line in report.progress),
        "dead": sum(line.evidence_state == "dead" for line in report.progress),
    }
    said = enumerated(verdicts, labels, catalog.task_narrative.lines.pair_states)
    return {**{name: Decimal(number) for name, number in counts.items()}, "verdicts": said}


def _chapters(report: TaskReport, catalog: Catalog, name: str) -> Callable[[str], Grid]:
    return lambda caption: chapters_grid(report, caption, catalog, name)


def _listed(report: TaskReport, catalog: Catalog, name: str) -> Callable[[str], Grid]:
    return lambda caption: _LISTS[name](report, caption, catalog)


def _numbered(grids: Grids, catalog: Catalog, numbers: Iterator[int]) -> dict[str, Callable[[str], Grid]]:
    """Tables that take the next number when they are printed."""
    pattern = catalog.task_narrative.quarter.caption

    def print_next(make: Callable[[str], Grid]) -> Callable[[str], Grid]:
        return lambda caption: make(fill(pattern, {"number": str(next(numbers)), "caption": caption}))

    return {name: print_next(make) for name, make in grids.items()}
