"""The office on a Prefect server: every piece of work is a run of the real flows, to be looked at on the server's page."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.demo.office import PlainOffice
from flows.demo.portal.script import PortalVisit
from flows.demo.script import Act
from flows.orchestration.server import Server, running_server
from warehouse.catalog.period import Period


@dataclass(frozen=True, slots=True)
class FlowOffice(PlainOffice):
    """Runs the flows in this process, recorded by the server that PREFECT_API_URL names. What it does not say otherwise is a person's
    command as in any office: templates, assignments, withdrawing, closing; and patrol and chasing list, whose flows would pause for other
    people's servers and tell the office's channels, of which the story has none.
    """

    @property
    def _root(self) -> str:
        return str(self.workspace.root)

    def collect(self, act: Act, number: int, units: Collection[str]) -> None:
        """The flow `collect`; it is told the period, whose status its page shows, and who sent, so that it judges nobody else again."""
        from flows.orchestration.commands import collect  # Prefect reads its settings on import

        collect(self._root, period=act.period, units=sorted(units), as_of=act.collects[number])

    def visit_portal(self, visit: PortalVisit) -> None:
        """The flow `portal`; where something is quarantined it ends Failed, so that somebody looks."""
        from flows.orchestration.hooks import RunFailedError
        from flows.orchestration.portal import portal

        with _untold() if visit.emptied else nullcontext():
            try:
                portal(self._root, sources=list(visit.sources), as_of=visit.at)
            except RunFailedError:
                if not visit.emptied:
                    raise

    def write_documents(self, period: Period) -> None:
        """The flow `quarter`."""
        from flows.orchestration.commands import quarter

        quarter(self._root, period=str(period))

    def publish(self, period: Period, as_of: datetime) -> None:
        """The flow `publish`."""
        from flows.orchestration.commands import publish

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
