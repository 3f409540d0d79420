"""Plays the story: templates out, files in, collections, withdrawals, documents, release. What was played before is left out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from flows.demo.errands import Errands
from flows.demo.office import Office
from flows.demo.post import Post
from flows.demo.script import Act, Delivery, Round, Script
from flows.demo.senders import file_name
from flows.steps.intake import ASSIGNED, RECEIVED, WITHDRAWN, journal_of
from flows.steps.tasks.assign import open_rows
from reports.tasks.assignment import write_assignment
from warehouse.catalog.period import Period
from warehouse.releases import list_releases
from warehouse.workspace import Workspace

Say = Callable[[str], None]
_UNDER_WAY = "under-way"


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery on its way: what it is, what its file is called, and the name that the office receives it under."""

    delivery: Delivery
    file_name: str
    received_as: str
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class Arriving:
    """Everything that arrives before one collection: by mail as one folder in the inbox, by upload as files in the drop."""

    act: Act
    folder: str
    at: datetime
    sent: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Play:
    """The story in one workspace. `drop` is the folder that is served over HTTP; `say` tells people how far it is."""

    workspace: Workspace
    script: Script
    post: Post
    office: Office
    errands: Errands
    drop: Path
    say: Say

    def run(self) -> None:
        """Plays all acts. A story that was played before comes to one more look into inbox and drop, and nothing else."""
        rounds = groupby(self.script.rounds(self.workspace.register), key=lambda stage: stage.act.period)
        acts = [tuple(self._arriving(stage) for stage in stages) for _, stages in rounds]
        left = [arriving for arriving in acts if not self._is_over(arriving)]
        self.post.announce(item.delivery for arriving in left for each in arriving for item in each.sent)
        for arriving in left:
            self._play(arriving)
        if not left:
            last = self.script.acts[-1]
            self.say("各报告期都已演示过：再收一次表，看有无新的来件")
            self.office.collect(last, len(last.collects) - 1, {self.workspace.register.root.code})

    def _play(self, arriving: tuple[Arriving, ...]) -> None:
        """One period from its templates to its documents."""
        act = arriving[0].act
        period = Period.parse(act.period)
        self.say(f"{period.label}：下发模板 {sum(1 for _ in self.workspace.register.reporting(period))} 份")
        for each in arriving:
            self._send(each)
        self._assign(act)
        self.office.issue_templates(period)
        since = None
        for number, each in enumerate(arriving):
            self.errands.run(act, since, each.at)
            self._deliver(each)
            self.say(f"{period.label}：{each.at.month}月{each.at.day}日收表，到件 {len(each.sent)} 份")
            self.office.collect(act, number, {item.delivery.unit for item in each.sent})
            self._take_back(each)
            since = each.at
        self.errands.run(act, since, None)
        if act.publish is None:
            self.say(f"{period.label}：生成报表")
            self.office.write_documents(period)
        else:
            self.say(f"{period.label}：发布")
            self.office.publish(period, act.publish)

    def _assign(self, act: Act) -> None:
        """Before the first templates that ask for key-point tasks, the office fills in who its document leaves open."""
        part = self.script.keypoints
        if part.assigned_at.date() > act.templates or any(e.kind == ASSIGNED for e in journal_of(self.workspace)):
            return
        said = {(one.task, one.body): one.units for one in part.assignments}
        names = {unit.code: unit.name for unit in self.workspace.register.units}
        filled = [
            replace(row, units=tuple(names[code] for code in said[row.task_id, row.body]))
            for row in open_rows(self.workspace)
        ]
        self.say(f"工作要点：分派责任单位 {len(filled)} 处")
        self.office.assign(write_assignment(filled, self.workspace.catalog), part.assigned_at)

    def _arriving(self, stage: Round) -> Arriving:
        at = stage.act.collects[stage.number]
        return Arriving(stage.act, f"{at:%Y-%m-%d}", at, tuple(self._sent(stage, f"{at:%Y-%m-%d}")))

    def _sent(self, stage: Round, folder: str) -> Iterator[Sent]:
        for delivery in stage.deliveries:
            name = file_name(delivery, self.script.way(delivery), self.workspace.register)
            is_dropped = delivery.unit in self.script.drop
            yield Sent(delivery, name, name if is_dropped else f"{folder}/{name}", is_dropped)

    def _is_over(self, arriving: tuple[Arriving, ...]) -> bool:
        """Whether an act was played to its end before: all received, withdrawals made, errands run, documents written or published."""
        act, sent = arriving[0].act, [item for each in arriving for item in each.sent]
        received, withdrawn = self._received(), self._withdrawn()
        taken_back = (
            received.get(item.received_as) in withdrawn for item in sent if item.delivery.withdrawn is not None
        )
        is_told = self._is_published(act) and (
            act.publish is not None or (self.workspace.documents / act.period).is_dir()
        )
        is_in = all(item.received_as in received for item in sent) and all(taken_back)
        return is_in and is_told and self.errands.is_done(act)

    def _is_published(self, act: Act) -> bool:
        """Whether a release of that time or a later one is there; an act without one has nothing to publish."""
        releases = list_releases(self.workspace.releases)
        return act.publish is None or any(release.as_of >= act.publish for release in releases)

    def _send(self, arriving: Arriving) -> None:
        """Writes the mail beside the inbox: it arrives as a whole later, and the inbox need not wait for it to settle."""
        shutil.rmtree(self._under_way(arriving), ignore_errors=True)
        self._under_way(arriving).mkdir(parents=True)
        for item in arriving.sent:
            if not item.is_dropped:
                (self._under_way(arriving) / item.file_name).write_bytes(self.post.content(item.delivery))

    def _deliver(self, arriving: Arriving) -> None:
        if not (self.workspace.inbox / arriving.folder).exists():
            self._under_way(arriving).rename(self.workspace.inbox / arriving.folder)
        for item in arriving.sent:
            if item.is_dropped and not (self.drop / item.file_name).exists():
                (self.drop / item.file_name).write_bytes(self.post.content(item.delivery))

    def _take_back(self, arriving: Arriving) -> None:
        for item in arriving.sent:
            if item.delivery.withdrawn is not None:
                submission = self._received()[item.received_as]
                if submission not in self._withdrawn():
                    self.office.withdraw(submission, item.delivery.withdrawn, arriving.at)

    def _under_way(self, arriving: Arriving) -> Path:
        return self.workspace.root / _UNDER_WAY / arriving.folder

    def _received(self) -> dict[str, int]:
        """Receipts so far: name → number."""
        return {e.facts["file_name"]: e.number for e in journal_of(self.workspace) if e.kind == RECEIVED}

    def _withdrawn(self) -> set[int]:
        return {int(e.facts["submission_id"]) for e in journal_of(self.workspace) if e.kind == WITHDRAWN}
