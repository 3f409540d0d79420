"""The office on a Prefect server: every piece of work is a run of the real flows, to be looked at on the server's page."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.demo.office import ASSIGNMENTS, OFFICER, patrol
from flows.demo.portal.script import PortalVisit
from flows.demo.script import Act, Closing
from flows.server import Server, running_server
from flows.steps.assess.problems import close_problem
from flows.steps.remind.chasing import write_chasing
from flows.steps.tasks.assign import assign
from flows.steps.templates import issue_templates
from flows.steps.withdraw import withdraw
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FlowOffice:
    """Runs the flows in this process, recorded by the server that PREFECT_API_URL names."""

    workspace: Workspace

    @property
    def _root(self) -> str:
        return str(self.workspace.root)

    def issue_templates(self, period: Period) -> None:
        """Templates go out by a person's command, not by a flow."""
        issue_templates(self.workspace, period)

    def assign(self, content: bytes, as_of: datetime) -> None:
        """A person's command too."""
        assign(self.workspace, content, ASSIGNMENTS, as_of)

    def collect(self, act: Act, number: int, units: Collection[str]) -> None:
        """The flow `collect`; it is told the period, whose status its page shows, and who sent, so that it judges nobody else again."""
        from flows.prefect_flows import collect  # Prefect reads its settings on import

        collect(self._root, period=act.period, units=sorted(units), as_of=act.collects[number])

    def visit_portal(self, visit: PortalVisit) -> None:
        """The flow `portal`; where something is quarantined it ends Failed, so that somebody looks."""
        from flows.prefect_hooks import RunFailedError
        from flows.prefect_portal import portal

        with _untold() if visit.emptied else nullcontext():
            try:
                portal(self._root, sources=list(visit.sources), as_of=visit.at)
            except RunFailedError:
                if not visit.emptied:
                    raise

    def patrol(self, period: Period, as_of: datetime) -> None:
        """A person's command too: the flow's pauses are for other people's servers."""
        patrol(self.workspace, period, as_of)

    def chase(self, period: Period, as_of: datetime) -> None:
        """And this one: the flow would send it to the office's channels, of which the story has none."""
        write_chasing(self.workspace, period, as_of)

    def close(self, closing: Closing) -> None:
        """A person's command: it asks for a reason and a name."""
        close_problem(self.workspace, closing.problem, closing.reason, OFFICER, closing.at)

    def withdraw(self, submission_id: int, reason: str, as_of: datetime) -> None:
        """A person's command too."""
        withdraw(self.workspace, submission_id, reason, "报送单位", as_of=as_of)

    def write_documents(self, period: Period) -> None:
        """The flow `quarter`."""
        from flows.prefect_flows import quarter

        quarter(self._root, period=str(period))

    def publish(self, period: Period, as_of: datetime) -> None:
        """The flow `publish`."""
        from flows.prefect_flows import publish

        publish(self._root, period=str(period), as_of=as_of)


@contextmanager
def _untold() -> Iterator[None]:
    """Without Prefect's own traceback on the terminal, for a run that is meant to fail; the server's page shows it as failed."""
    runs = logging.getLogger("prefect.flow_runs")
    before = runs.level
    runs.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        runs.setLevel(before)


@contextmanager
def prefect_server(home: Path) -> Iterator[Server]:
    """A server for as long as the story plays, and this process as its client. Raises ServerError.

    Only before Prefect was first imported here: it reads the environment then.
    """
    with running_server(home, with_page=False) as server:
        before = dict(os.environ)
        os.environ.update(server.environment() | {"PREFECT_LOGGING_LEVEL": "ERROR"})
        try:
            yield server
        finally:
            os.environ.clear()
            os.environ.update(before)
