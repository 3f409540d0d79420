"""The chasing list as a workbook: who has what to send or to mend, with room to note the call, and the texts to paste.

No cell is merged over rows: the list is to be sorted and filtered, and a page may end anywhere.
"""

from __future__ import annotations

from decimal import Decimal

from reports.chasing.chase import ChasingList, Want, counted, list_facts, said
from reports.chasing.message import render_message
from reports.excel.book import HEADED, PLAIN, Book, Sheet, Style
from reports.excel.list_sheet import HEADING_ROW, TOP, write_list_head
from reports.excel.tables import text_height
from reports.narrative.figures import Fact
from reports.narrative.text import fill
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.reminders import Reminders

_WIDTHS = (6.0, 24.0, 8.0, 16.0, 10.0, 62.0, 12.0, 10.0, 24.0)
_SAID, _CONTACT = 5, 8
_MESSAGE_WIDTHS = (6.0, 24.0, 100.0)
_LEFT, _DAY = Style(align="left", indent=1), Style(is_date=True)
_OVERDUE = Style(color="9C0006", bold=True)
_FILLED_IN = Style(align="left", locked=False)


def write_chasing_workbook(chasing: ChasingList, catalog: Catalog, words: Reminders) -> bytes:
    """Workbook bytes: 催报清单, a row for each unit and thing, and 通知文本; equal input gives equal bytes."""
    facts = list_facts(chasing, catalog, words)
    book = Book(fill(words.sheet.title, facts))
    _write_list(book.sheet(words.sheet.list), chasing, facts, words)
    if chasing.units:
        _write_messages(book.sheet(words.sheet.messages), chasing, catalog, words)
    return book.content()


def _write_list(sheet: Sheet, chasing: ChasingList, facts: dict[str, Fact], words: Reminders) -> None:
    headings = tuple(words.sheet.columns.model_dump().values())
    hint = "\n".join(part for part in (counted(chasing, words), words.sheet.hint) if part)
    title, cover = fill(words.sheet.title, facts), fill(words.sheet.cover, facts)
    write_list_head(sheet, title, cover, hint, headings, _WIDTHS, height=30)
    listed = [(unit, want) for unit in chasing.units for want in unit.wants]
    for row, (unit, want) in enumerate(listed, TOP):
        sheet.number(row, 0, Decimal(row - TOP + 1), Style())
        sheet.text(row, 1, unit.unit_name, _LEFT)
        sheet.text(row, 2, unit.group, Style())
        _write_want(sheet, row, want, facts, words)
    for row, note in enumerate(_notes(chasing, words), TOP + len(listed)):
        sheet.raw.set_row(row, text_height(note, sum(_WIDTHS)))
        sheet.text(row, 0, note, PLAIN, columns=len(_WIDTHS))
    sheet.raw.autofilter(HEADING_ROW, 0, max(TOP + len(listed) - 1, TOP), len(_WIDTHS) - 1)
    sheet.raw.freeze_panes(TOP, 2)
    sheet.page(landscape=True, header_rows=(0, HEADING_ROW))


def _write_want(sheet: Sheet, row: int, want: Want, facts: dict[str, Fact], words: Reminders) -> None:
    text = said(want, facts, words)
    sheet.raw.set_row(row, text_height(text, _WIDTHS[_SAID]))
    sheet.text(row, 3, words.labels[want.kind], _LEFT)
    sheet.number(row, 4, None if want.submission_id is None else Decimal(want.submission_id), Style())
    sheet.text(row, _SAID, text, _LEFT)
    sheet.day(row, 6, want.due_on, _DAY)
    left = None if want.left is None else Decimal(want.left)
    sheet.number(row, 7, left, _OVERDUE if left is not None and left < 0 else Style())
    sheet.text(row, _CONTACT, "", _FILLED_IN)


def _notes(chasing: ChasingList, words: Reminders) -> list[str]:
    notes = [] if chasing.units else [words.sheet.nothing]
    if chasing.unplaced:
        listed = "、".join(chasing.unplaced)
        notes.append(fill(words.sheet.unplaced, {"count": str(len(chasing.unplaced)), "listed": listed}))
    return notes


def _write_messages(sheet: Sheet, chasing: ChasingList, catalog: Catalog, words: Reminders) -> None:
    sheet.widths(_MESSAGE_WIDTHS)
    for column, heading in enumerate(words.sheet.message_columns.model_dump().values()):
        sheet.text(0, column, heading, HEADED)
    for row, unit in enumerate(chasing.units, 1):
        text = render_message(chasing, unit, catalog, words).rstrip("\n")
        sheet.raw.set_row(row, min(text_height(text, _MESSAGE_WIDTHS[-1]), 400))
        sheet.number(row, 0, Decimal(row), Style())
        sheet.text(row, 1, unit.unit_name, _LEFT)
        sheet.text(row, 2, text, _LEFT)
    sheet.raw.freeze_panes(1, 2)
    sheet.page(landscape=True, header_rows=(0, 0))
