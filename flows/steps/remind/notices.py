"""The messages to the office about what runs by itself, from the sentences of reminders.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flows.steps.remind.chasing import Chased
from flows.steps.remind.notify import Notice
from reports.chasing.chase import counted, stage_name
from reports.narrative.text import fill
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


def _filled(words: NoticeWords, facts: Mapping[str, str]) -> Notice:
    return Notice(fill(words.title, facts), fill(words.body, facts))
