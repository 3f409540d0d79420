"""The office of the demonstration: what it does with what arrives, either by plain steps or by flows on a Prefect server."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.demo.portal.script import PortalVisit
from flows.demo.script import Act, Closing
from flows.sources.links import LinkLimits
from flows.steps.assess.problems import close_problem
from flows.steps.collect import collect
from flows.steps.links.patrol import check_links
from flows.steps.portal.visit import fetch, land_and_stage
from flows.steps.publish import publish
from flows.steps.remind.chasing import write_chasing
from flows.steps.reports import write_documents
from flows.steps.tasks.assign import assign
from flows.steps.templates import issue_templates
from flows.steps.withdraw import withdraw
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

ASSIGNMENTS, OFFICER = "责任单位分派表.xlsx", "政务公开科"


class Office(Protocol):
    """What the story asks of the office; times are the story's, not the clock's."""

    def issue_templates(self, period: Period) -> None:
        """Writes the workbooks that the units are sent."""

    def assign(self, content: bytes, as_of: datetime) -> None:
        """Reads back the workbook in which open bodies of the key points are assigned to units."""

    def collect(self, act: Act, number: int, units: Collection[str]) -> None:
        """Takes in what has arrived before collection `number` of the act, from these units, checks it, decides what counts."""

    def visit_portal(self, visit: PortalVisit) -> None:
        """Fetches the sources of a visit; what is damaged ends in quarantine."""

    def patrol(self, period: Period, as_of: datetime) -> None:
        """Looks at the links that the reports of a quarter give."""

    def chase(self, period: Period, as_of: datetime) -> None:
        """The chasing list of a day, with a text for each unit."""

    def close(self, closing: Closing) -> None:
        """Takes a problem off the list by the office's own word."""

    def withdraw(self, submission_id: int, reason: str, as_of: datetime) -> None:
        """Takes a submission back at the unit's wish."""

    def write_documents(self, period: Period) -> None:
        """The quarter's documents; those of a period that is published come with the release."""

    def publish(self, period: Period, as_of: datetime) -> None:
        """A release, if all checks pass."""


@dataclass(frozen=True, slots=True)
class PlainOffice:
    """Runs the steps at once, as the command line does."""

    workspace: Workspace

    def issue_templates(self, period: Period) -> None:
        """As Office."""
        issue_templates(self.workspace, period)

    def assign(self, content: bytes, as_of: datetime) -> None:
        """As Office."""
        assign(self.workspace, content, ASSIGNMENTS, as_of)

    def collect(self, act: Act, number: int, units: Collection[str]) -> None:  # noqa: ARG002 - what is new is judged unasked
        """As Office."""
        collect(self.workspace, as_of=act.collects[number])

    def visit_portal(self, visit: PortalVisit) -> None:
        """As Office."""
        land_and_stage(self.workspace, fetch(self.workspace, visit.sources), visit.at)

    def patrol(self, period: Period, as_of: datetime) -> None:
        """On one's own machine, which needs no pause between two requests."""
        limits = LinkLimits(pause_s=0, connect_to=self.workspace.connect_to)
        check_links(self.workspace, period, as_of=as_of, limits=limits)

    def chase(self, period: Period, as_of: datetime) -> None:
        """As Office."""
        write_chasing(self.workspace, period, as_of)

    def close(self, closing: Closing) -> None:
        """As Office."""
        close_problem(self.workspace, closing.problem, closing.reason, OFFICER, closing.at)

    def withdraw(self, submission_id: int, reason: str, as_of: datetime) -> None:
        """As Office."""
        withdraw(self.workspace, submission_id, reason, "报送单位", as_of=as_of)

    def write_documents(self, period: Period) -> None:
        """As Office."""
        write_documents(self.workspace, period)

    def publish(self, period: Period, as_of: datetime) -> None:
        """As Office."""
        publish(self.workspace, period, as_of=as_of)
