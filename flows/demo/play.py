"""Plays the story: templates out, files in, collections, withdrawals, documents, release. What was played before is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.demo.office import Office
from flows.demo.script import Act, Delivery, Round, Script
from flows.demo.senders import Parcel, Senders
from flows.steps.intake import RECEIVED, WITHDRAWN, journal_of
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery on its way: what it is, the file, and the name that the office receives it under."""

    delivery: Delivery
    parcel: Parcel
    received_as: str
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class Play:
    """The story in one workspace. `drop` is the folder that is served over HTTP; `say` tells people how far it is."""

    workspace: Workspace
    script: Script
    senders: Senders
    office: Office
    drop: Path
    say: Say

    def run(self) -> None:
        """Plays all acts. A story that was played before comes to one more look into inbox and drop, and nothing else."""
        played = [self._play(stage) for stage in self.script.rounds(self.workspace.register)]
        last = self.script.acts[-1]
        if not any(played):
            self.say("各报告期都已演示过：再收一次表，看有无新的来件")
            self.office.collect(last, len(last.collects) - 1)
        for act in self.script.acts:
            if act.publish is not None:
                self.say(f"{Period.parse(act.period).label}：发布")
                self.office.publish(Period.parse(act.period), act.publish)

    def sent(self, stage: Round) -> Iterator[Sent]:
        """What arrives before one collection."""
        for delivery in stage.deliveries:
            parcel = self.senders.parcel(delivery, self.script.way(delivery))
            is_dropped = delivery.unit in self.script.drop
            name = parcel.file_name if is_dropped else f"{stage.act.period}-{stage.number + 1}/{parcel.file_name}"
            yield Sent(delivery, parcel, name, is_dropped)

    def _play(self, stage: Round) -> bool:
        """One collection with what comes before and after it."""
        act, period = stage.act, Period.parse(stage.act.period)
        sent = tuple(self.sent(stage))
        if self._is_over(stage, sent):
            return False
        if stage.number == 0:
            self.say(f"{period.label}：下发模板 {sum(1 for _ in self.workspace.register.reporting(period))} 份")
            self.office.issue_templates(period)
        for item in sent:
            self._put(item)
        self.say(f"{period.label}：{_moment(act.collects[stage.number])}收表，到件 {len(sent)} 份")
        self.office.collect(act, stage.number)
        for item in sent:
            self._withdraw(item, act, stage.number)
        if stage.number == len(act.collects) - 1:
            self.say(f"{period.label}：生成报表")
            self.office.write_documents(period)
        return True

    def _is_over(self, stage: Round, sent: tuple[Sent, ...]) -> bool:
        """Whether this collection was played to its end before: all received, the withdrawals made, the documents written."""
        received, withdrawn = self._received(), self._withdrawn()
        taken_back = (
            received.get(item.received_as) in withdrawn for item in sent if item.delivery.withdrawn is not None
        )
        has_documents = stage.number + 1 < len(stage.act.collects) or self._documents(stage.act).is_dir()
        return all(item.received_as in received for item in sent) and all(taken_back) and has_documents

    def _documents(self, act: Act) -> Path:
        return self.workspace.documents / act.period

    def _put(self, item: Sent) -> None:
        path = (self.drop if item.is_dropped else self.workspace.inbox) / item.received_as
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(item.parcel.content)

    def _withdraw(self, item: Sent, act: Act, number: int) -> None:
        reason = item.delivery.withdrawn
        submission = self._received()[item.received_as]
        if reason is not None and submission not in self._withdrawn():
            self.office.withdraw(submission, reason, act.collects[number])

    def _received(self) -> dict[str, int]:
        """Receipts so far: name → number."""
        return {e.facts["file_name"]: e.number for e in journal_of(self.workspace) if e.kind == RECEIVED}

    def _withdrawn(self) -> set[int]:
        return {int(e.facts["submission_id"]) for e in journal_of(self.workspace) if e.kind == WITHDRAWN}


def _moment(instant: datetime) -> str:
    return f"{instant.month}月{instant.day}日"
