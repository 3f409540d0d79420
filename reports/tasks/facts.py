"""How the tasks of a document stand, in facts for its sentences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reports.narrative.figures import Fact
from reports.narrative.text import fill
from reports.statement import written_date
from reports.tasks.report import TaskDocument, TaskReport, count_states
from warehouse.catalog.catalog import Catalog


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


def enumerated(counted: Mapping[str, int], labels: Mapping[str, str], item: str) -> str:
    """`已完成3项、推进中2项` in the order of the labels; those of 0 are left out."""
    said = (
        fill(item, {"label": label, "count": str(counted[code])}) for code, label in labels.items() if counted.get(code)
    )
    return "、".join(said)
