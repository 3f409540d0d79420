"""What stands on the page of a unit, read from the built tables of a quarter at once for all units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flows.steps.assess.scores import UnitScore, scheme_in_use
from reports.problem_list import ProblemList
from reports.score.sheet import IndicatorFigure, ScoreSheet
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.workspace import Workspace


@dataclass(frozen=True)
class SheetReader:
    """Puts together pages of units of one quarter; `listed` are the problems of all of them."""

    store: Store
    workspace: Workspace
    period: Period
    listed: ProblemList

    def sheet(self, score: UnitScore) -> ScoreSheet:
        """The page of a unit that has been scored."""
        scheme, code = scheme_in_use(self.workspace), score.unit_code
        tasks = self._tasks.get(code, [])
        statuses = (status.code for status in self.workspace.catalog.tasks.statuses)
        return ScoreSheet(
            unit_code=code,
            unit_name=score.unit_name,
            period=self.period,
            scheme_name=scheme.name,
            total=scheme.total,
            group_name=score.group_name,
            score=score.score,
            assessed_marks=score.assessed_marks,
            band=score.band,
            rank=score.rank,
            ranked_count=score.ranked_count,
            lines=score.lines,
            problems=self.listed.of_unit(code),
            task_counts={status: sum(task["status"] == status for task in tasks) for status in statuses},
            overdue_tasks=tuple(f"{task['task_id']} {task['name']}" for task in tasks if task["status"] == "overdue"),
            indicators=tuple(self._figures.get(code, [])),
        )

    @cached_property
    def _tasks(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.store.rows(_TASKS, {"period": str(self.period)}):
            found[row["unit_code"]].append(row)
        return found

    @cached_property
    def _figures(self) -> dict[str, list[IndicatorFigure]]:
        found: dict[str, list[IndicatorFigure]] = defaultdict(list)
        codes = list(self.workspace.catalog.assessment.sheet.indicators)
        for row in self.store.rows(_INDICATORS, {"period": str(self.period), "codes": codes}):
            found[row.pop("unit_code")].append(IndicatorFigure(**row))
        return found


_TASKS = """
SELECT p.unit_code, p.status, p.task_id, d.name
FROM fct_task_progress p
JOIN dim_task d ON d.document = p.document AND d.task_id = p.task_id
WHERE p.period = $period
ORDER BY p.unit_code, d.document, d.task_order
"""
# One row an indicator: of several sources the unit's own.
_INDICATORS = """
SELECT f.unit_code, f.indicator_code, d.name, d.unit, f.value, f.state, f.year_value
FROM fct_indicator f
JOIN dim_indicator d ON d.indicator_code = f.indicator_code
WHERE f.period = $period AND f.indicator_code IN (SELECT unnest($codes::VARCHAR[]))
QUALIFY row_number() OVER (PARTITION BY f.unit_code, f.indicator_code ORDER BY f.source = 'portal', f.source) = 1
ORDER BY f.unit_code, list_position($codes::VARCHAR[], f.indicator_code)
"""
