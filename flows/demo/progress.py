"""What the example district's units say of their key-point tasks, quarter by quarter, and the figures that prove it or don't."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Literal

import yaml

from flows.demo.scale import Range
from flows.demo.script import AnswerEdit
from flows.steps.tasks.holding import assigned_tasks
from reports.template.tasks import Counted, OwnTask, TaskAnswer
from warehouse.catalog.bodies import Assignments
from warehouse.catalog.forms import Declared
from warehouse.catalog.keypoints import TaskIndicator
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

State = Literal["done", "under_way", "not_started"]
_NEVER, _FAR = "never", 99


class Pace(Declared):
    """How fast tasks get done (pace.yaml)."""

    seed: str
    done_after: dict[str, int]
    not_started_share: float
    events: Range
    shortfall_share: float
    evidence: str
    progress: dict[State, tuple[str, ...]]


def load_pace() -> Pace:
    """Reads pace.yaml."""
    path = Path(__file__).with_name("pace.yaml")
    return Pace.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Progress:
    """What every unit answers; the same unit, task and quarter always the same. `assigned` by document, as the story's office has it."""

    workspace: Workspace
    assigned: Mapping[str, Assignments]
    pace: Pace

    def of(self, period: Period) -> dict[str, tuple[OwnTask, ...]]:
        """By unit: its tasks of a quarter as it fills them in."""
        asked = assigned_tasks(self.workspace, period, self.assigned, {})
        return {unit: tuple(self._answered(unit, own, period) for own in owned) for unit, owned in asked.items()}

    def _answered(self, unit: str, own: OwnTask, period: Period) -> OwnTask:
        issued = Period.quarter_of(own.issued_on)
        passed = (period.year - issued.year) * 4 + (period.quarter or 0) - (issued.quarter or 0)
        left = self._quarters_needed(unit, own) - passed
        figures = {one.code: self._counted(unit, own, one, period) for one in own.indicators}
        return replace(own, answer=self._answer(unit, own, period, 0 if own.task.recurs else left), figures=figures)

    def _quarters_needed(self, unit: str, own: OwnTask) -> int:
        drawn = self._random(unit, own, "pace").choices(
            list(self.pace.done_after), list(self.pace.done_after.values())
        )[0]
        return _FAR if drawn == _NEVER else int(drawn)

    def _answer(self, unit: str, own: OwnTask, period: Period, left: int) -> TaskAnswer:
        rng = self._random(unit, own, str(period))
        if left > 0:
            far = left > 1 and left != _FAR and rng.random() < self.pace.not_started_share
            state: State = "not_started" if far else "under_way"
            return TaskAnswer(self._label(state), rng.choice(self.pace.progress[state]))
        done = _quarter_back(period, -left)
        day = self._random(unit, own, "day").choice(list(_days(max(done.start, own.issued_on), done.end)))
        link = self.pace.evidence.format(unit=unit, period=done)
        return TaskAnswer(self._label("done"), rng.choice(self.pace.progress["done"]), day, link)

    def _counted(self, unit: str, own: OwnTask, indicator: TaskIndicator, period: Period) -> Counted:
        """Figures of a quarter that meet the requirement, but for a few."""
        rng = self._random(unit, own, f"{period}/{indicator.code}")
        is_short, events = rng.random() < self.pace.shortfall_share, rng.randint(*self.pace.events)
        if indicator.unit == "ratio":
            needed = -int(-indicator.threshold * events // 1)  # rounded up
            return Decimal(max(needed - 1, 0) if is_short else rng.randint(needed, events)), Decimal(events)
        worst = int(indicator.threshold)
        if indicator.operator == "<=":
            figure = worst + 1 if is_short else rng.randint(min(1, worst), worst)
        else:
            figure = max(worst - 1, 0) if is_short else worst + rng.randint(0, 2)
        if indicator.denominator is None:
            return Decimal(figure), None
        return Decimal(figure if events else 0), Decimal(events)

    def _label(self, state: State) -> str:
        return next(answer.label for answer in self.workspace.catalog.tasks.answers if answer.code == state)

    def _random(self, unit: str, own: OwnTask, subject: str) -> Random:
        return Random(f"{self.pace.seed}/{unit}/{own.document}/{own.task.id}/{subject}")  # noqa: S311 - no secrets


def answered(tasks: Sequence[OwnTask], edits: Mapping[str, AnswerEdit]) -> tuple[OwnTask, ...]:
    """The tasks with some of the answers other than the truth."""
    return tuple(_edited(own, edits[own.task.id]) if own.task.id in edits else own for own in tasks)


def unanswered(tasks: Sequence[OwnTask]) -> tuple[OwnTask, ...]:
    """The tasks as they stand in a workbook that nobody has filled in."""
    return tuple(replace(own, answer=TaskAnswer(), figures={}) for own in tasks)


def _edited(own: OwnTask, edit: AnswerEdit) -> OwnTask:
    answer = replace(
        own.answer,
        status=own.answer.status if edit.status is None else edit.status,
        done_on=own.answer.done_on if edit.has_date else None,
        evidence=own.answer.evidence if edit.has_evidence else "",
    )
    counted = {code: (_number(counted), _number(of)) for code, (counted, of) in edit.figures.items()}
    return replace(own, answer=answer, figures={**own.figures, **counted})


def _number(figure: int | None) -> Decimal | None:
    return None if figure is None else Decimal(figure)


def _quarter_back(period: Period, quarters: int) -> Period:
    for _ in range(quarters):
        period = period.previous
    return period


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
