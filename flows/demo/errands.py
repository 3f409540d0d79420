"""What the office does between two collections: it has its portal visited, looks at links, writes down who has what to send, closes problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flows.demo.office import Office
from flows.demo.portal.script import PortalVisit
from flows.demo.portal.server import PortalServer
from flows.demo.portal.site import PortalSite
from flows.demo.script import Act, Closing
from flows.steps.intake import CLOSED, OBSERVED, journal_of
from flows.steps.portal.landing import FETCHED
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

_CHASED = "chased"
Errand = tuple[datetime, str, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Errands:
    """The errands of the story in one workspace; one that the journal has is not run again."""

    workspace: Workspace
    office: Office
    site: PortalSite
    server: PortalServer
    say: Callable[[str], None]

    def run(self, act: Act, since: datetime | None, until: datetime | None) -> None:
        """Those of an act that fall between two collections."""
        done = self._done(act)
        for at, name, run in sorted(self._errands(act), key=lambda errand: errand[0]):
            is_now = (since is None or at > since) and (until is None or at < until)
            if is_now and (at, name) not in done:
                run()

    def is_done(self, act: Act) -> bool:
        """Whether all errands of an act were run before."""
        done = self._done(act)
        return all((at, name) in done for at, name, _ in self._errands(act))

    def _errands(self, act: Act) -> Iterator[Errand]:
        for visit in act.portal:
            yield visit.at, FETCHED, partial(self._visit, visit)
        for at in act.patrols:
            yield at, OBSERVED, partial(self._patrol, act, at)
        for at in act.chasings:
            yield at, _CHASED, partial(self._chase, act, at)

        for closing in act.closings:
            yield closing.at, CLOSED, partial(self._close, closing)

    def _visit(self, visit: PortalVisit) -> None:
        self.say(f"{visit.at.month}月{visit.at.day}日门户取数：{len(visit.sources)} 个来源")
        self.server.pages = self.site.on(visit.at.date(), visit.emptied)
        self.office.visit_portal(visit)
        for source in visit.emptied:
            self.say(f"来源 {source} 突然变空：已隔离，沿用上次的数据，等候查看")

    def _patrol(self, act: Act, at: datetime) -> None:
        self.say(f"{at.month}月{at.day}日巡检链接")
        self.server.pages = self.site.on(at.date())
        self.office.patrol(Period.parse(act.period), at)

    def _chase(self, act: Act, at: datetime) -> None:
        self.say(f"{at.month}月{at.day}日催报清单")
        self.office.chase(Period.parse(act.period), at)

    def _close(self, closing: Closing) -> None:
        self.say(f"{closing.at.month}月{closing.at.day}日销号 {closing.problem}")
        self.office.close(closing)

    def _done(self, act: Act) -> set[tuple[datetime, str]]:
        journal = journal_of(self.workspace)
        done = {(event.at, event.kind) for event in journal if event.kind in (FETCHED, OBSERVED, CLOSED)}
        written = [path.name for path in (self.workspace.chasing / act.period).glob("*")]
        return done | {(at, _CHASED) for at in act.chasings if any(f"{at:%Y-%m-%d}" in name for name in written)}
