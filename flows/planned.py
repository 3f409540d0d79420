"""The scheduled runs as prefect.yaml plans them, read without starting Prefect: what should have run, and when last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

PROJECT = Path(__file__).parents[1]
PLAN = PROJECT / "prefect.yaml"


@dataclass(frozen=True, slots=True)
class Planned:
    """One deployment: its name, what it is for, and its schedules as cron and time zone; none for one that people start."""

    name: str
    title: str
    schedules: tuple[tuple[str, str], ...]

    def last_before(self, instant: datetime) -> datetime | None:
        """When it should last have begun, at the instant itself at the latest; None where nothing is scheduled."""
        return max((_last(cron, ZoneInfo(zone), instant) for cron, zone in self.schedules), default=None)


def planned_runs(plan: Path = PLAN) -> tuple[Planned, ...]:
    """The deployments of the plan; none where there is no plan, as in an installation without its project folder."""
    if not plan.is_file():
        return ()
    declared = yaml.safe_load(plan.read_text(encoding="utf-8"))["deployments"]
    return tuple(Planned(one["name"], one["description"].split("（")[0], _schedules(one)) for one in declared)


def _schedules(deployment: dict[str, list[dict[str, str]]]) -> tuple[tuple[str, str], ...]:
    return tuple((schedule["cron"], schedule["timezone"]) for schedule in deployment["schedules"])


def _last(cron: str, zone: ZoneInfo, instant: datetime) -> datetime:
    from cronsim import CronSim

    return next(CronSim(cron, instant.astimezone(zone) + timedelta(seconds=1), reverse=True))
