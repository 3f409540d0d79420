"""The text to one unit, and all texts one after another, for a person to paste into OA, WeCom or an e-mail."""

from __future__ import annotations

from collections.abc import Iterator

from reports.chasing.chase import ChasingList, UnitWants, list_facts, said
from reports.narrative.paper import clean_text
from reports.narrative.text import fill
from warehouse.catalog.calendar import day_in_words
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.reminders import Reminders

_RULE = "─" * 30


def render_message(chasing: ChasingList, unit: UnitWants, catalog: Catalog, words: Reminders) -> str:
    """What a unit is told, complete without any attachment; ends in a line break."""
    facts = list_facts(chasing, catalog, words)
    facts |= {"unit": clean_text(unit.unit_name), "count": str(len(unit.wants))}
    message = words.message
    lines = [fill(message.title, facts), "", fill(message.opening, facts)]
    lines += (f"{number}．{said(want, facts, words)}" for number, want in enumerate(unit.wants, 1))
    if chasing.stage == "unknown":
        lines.append(message.unknown_calendar)
    lines += ["", fill(message.closing, facts), f"{clean_text(chasing.office)}　{day_in_words(chasing.day)}"]
    return "\n".join(lines) + "\n"


def render_messages(chasing: ChasingList, catalog: Catalog, words: Reminders) -> str:
    """The texts of all units, a line drawn between them; says so where there is none."""
    return f"{_RULE}\n".join(_messages(chasing, catalog, words)) or f"{words.sheet.nothing}\n"


def _messages(chasing: ChasingList, catalog: Catalog, words: Reminders) -> Iterator[str]:
    for unit in chasing.units:
        yield render_message(chasing, unit, catalog, words)
