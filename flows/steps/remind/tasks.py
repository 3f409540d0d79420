"""What is wanting of key-point tasks: not answered though the report is in, or past their day and not done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from flows.steps.tasks.holding import own_tasks
from reports.chasing.chase import Want
from reports.narrative.figures import Fact
from reports.narrative.paper import clean_text
from reports.narrative.text import fill
from warehouse.catalog.period import Period
from warehouse.catalog.reminders import load_reminders
from warehouse.store import Store
from warehouse.workspace import Workspace

_KINDS = {"not_reported": "tasks_silent", "overdue": "tasks_overdue"}
Named = tuple[str, str]  # number and name of a task


@dataclass(frozen=True, slots=True)
class TaskWants:
    """Of a quarter: how many tasks each unit has to answer on, and those that want something, by unit and kind."""

    sheet: str
    asked: Mapping[str, int]
    wanting: Mapping[str, Mapping[str, Sequence[Named]]]

    @classmethod
    def read(
        cls, store: Store, workspace: Workspace, period: Period, told: Collection[tuple[str, str | None]]
    ) -> TaskWants:
        """From the built tables; a year asks for no tasks. Those `told` as problems already (unit and source) are not said twice."""
        asked = {unit: len(tasks) for unit, tasks in own_tasks(store, workspace, period).items()}
        wanting: dict[str, dict[str, list[Named]]] = defaultdict(dict)
        found = store.rows(_WANTING, {"period": str(period)})
        rows = [row for row in found if (row["unit_code"], row["source_code"]) not in told]
        for (unit, status), tasks in groupby(rows, key=lambda row: (row["unit_code"], row["status"])):
            wanting[unit][_KINDS[status]] = [(row["task_id"], clean_text(row["name"])) for row in tasks]
        return cls(workspace.catalog.tasks.task_sheet.name, asked, wanting)

    def of(self, unit_code: str) -> Iterator[Want]:
        """What a unit's answers lack; for a unit whose report is in."""
        for kind in _KINDS.values():
            if tasks := self.wanting.get(unit_code, {}).get(kind):
                yield self._want(kind, tasks)

    def _want(self, kind: str, tasks: Sequence[Named]) -> Want:
        words = load_reminders()
        listed = [fill(words.listed_task, {"task": task, "name": name}) for task, name in tasks[: words.longest_list]]
        more = words.more_tasks if len(tasks) > len(listed) else ""
        facts: dict[str, Fact] = {
            "count": Decimal(len(tasks)),
            "listed": "、".join(listed),
            "more": more,
            "sheet": self.sheet,
        }
        return Want(kind, None, None, None, facts)


_WANTING = """
SELECT p.unit_code, p.status, p.task_id, t.name, p.document || ':' || p.task_id AS source_code
FROM fct_task_progress p
JOIN dim_task t USING (document, task_id)
WHERE p.period = $period AND p.status IN ('not_reported', 'overdue')
ORDER BY p.unit_code, p.status, p.document, t.task_order
"""
