"""What the page of a unit is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.problem_list import Problem
from warehouse.catalog.period import Period


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of a score; `weight_in_force` is 0 for an item left out, and both weights None for a line that is no item."""

    item_code: str
    heading: str | None
    name: str
    kind: str
    weight: Decimal | None
    weight_in_force: Decimal | None
    points: Decimal
    state: str
    reason: str

    @property
    def is_left_out(self) -> bool:
        """Whether the item does not count for this unit."""
        return self.weight_in_force == 0


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """An indicator of the unit; a value that is not there says why by its state."""

    indicator_code: str
    name: str
    unit: str
    value: Decimal | None
    state: str
    year_value: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The page; `score` is None where too little could be assessed, `rank` where the unit is not ranked."""

    unit_code: str
    unit_name: str
    period: Period
    scheme_name: str
    total: Decimal
    group_name: str
    score: Decimal | None
    assessed_marks: Decimal
    band: str | None
    rank: int | None
    ranked_count: int | None
    lines: tuple[ScoreLine, ...]
    problems: tuple[Problem, ...]
    task_counts: Mapping[str, int]
    overdue_tasks: tuple[str, ...]
    indicators: tuple[IndicatorFigure, ...]
