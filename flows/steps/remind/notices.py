"""The messages to the office about what runs by itself, from the sentences of reminders.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from os.path import commonpath
from pathlib import Path

from flows.steps.remind.chasing import Chased
from flows.steps.remind.notify import Notice
from reports.chasing.chase import counted, stage_name
from reports.narrative.text import fill
from warehouse.catalog.calendar import day_in_words
from warehouse.catalog.period import Period
from warehouse.catalog.reminders import NoticeWords, load_reminders


def trial_notice() -> Notice:
    """To see whether the channels work."""
    return _filled(load_reminders().notices.trial, {})


def chasing_notice(chased: Chased, root: Path) -> Notice:
    """How many units have something to do, of what kind, and where the list lies below the workspace."""
    words, chasing = load_reminders(), chased.chasing
    facts = {
        "period": chasing.period.label,
        "stage_name": stage_name(chasing, words),
        "units": str(len(chasing.units)),
        "owed": str(chasing.owed),
        "received": str(chasing.received),
        "counts": counted(chasing, words),
        "files": "、".join(str(file.relative_to(root)) for file in chased.files),
    }
    return _filled(words.notices.chasing if chasing.units else words.notices.chasing_none, facts)


def templates_notice(period: Period, written: Sequence[Path], root: Path, due_on: date | None) -> Notice:
    """The templates are there to be sent."""
    due = "未知（缺少工作日安排）" if due_on is None else day_in_words(due_on)
    facts = {"count": str(len(written)), "folder": _folder(written, root), "due": due}
    return _filled(load_reminders().notices.templates, {"period": period.label, **facts})


def documents_notice(period: Period, written: Sequence[Path], root: Path, released: str) -> Notice:
    """The documents are there to be looked at; `released` says what became of the release."""
    notices = load_reminders().notices
    facts = {"period": period.label, "count": str(len(written)), "folder": _folder(written, root), "released": released}
    return _filled(notices.annual if period.is_year else notices.circular, facts)


def release_notice(period: Period, said: str, released: str) -> Notice:
    """A release was made, or is the same as before."""
    return _filled(load_reminders().notices.publish, {"period": period.label, "said": said, "released": released})


def refused_notice(period: Period, failures: Sequence[str]) -> Notice:
    """A release was refused: somebody has to look."""
    facts = {"period": period.label, "failures": "\n".join(failures)}
    return _filled(load_reminders().notices.refused, facts)


def failed_notice(name: str, said: str | None, scheduled_at: datetime) -> Notice:
    """A scheduled run failed; without a sentence for people it was a fault of the program."""
    sentence = "程序出错，请联系维护人员。" if said is None else said
    facts = {"name": name, "said": sentence, "at": f"{scheduled_at:%Y-%m-%d %H:%M}"}
    return _filled(load_reminders().notices.failed, facts)


def watch_notice(sentences: Sequence[str]) -> Notice:
    """Scheduled runs that did not happen or did not end."""
    return _filled(load_reminders().notices.watch, {"count": str(len(sentences)), "said": "；\n".join(sentences)})


def _folder(written: Sequence[Path], root: Path) -> str:
    """The folder, below the workspace, that all of the files lie in."""
    return str(Path(commonpath([file.parent for file in written])).relative_to(root)) if written else ""


def _filled(words: NoticeWords, facts: Mapping[str, str]) -> Notice:
    return Notice(fill(words.title, facts), fill(words.body, facts))
