"""Takes out of a workbook what an earlier return put in: a unit corrects the marked workbook and sends that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.returned.book import BookXml
from reports.returned.comments import Comments
from reports.returned.package import NotEditableError
from reports.returned.sheet import Place, place_of
from reports.returned.styles import COLOUR_KEYS, Fill, Styles
from warehouse.catalog.feedback import Feedback

Kept = dict[tuple[str, Place], Fill]


@dataclass(frozen=True, slots=True)
class FormerMarks:
    """What was found of an earlier round: the lists of problems, and what cells looked like before they were coloured."""

    lists: tuple[str, ...]
    fills: Mapping[tuple[str, Place], Fill]


def remove_former_marks(book: BookXml, styles: Styles, feedback: Feedback) -> None:
    """Removes lists, colours and comments of earlier rounds. A cell whose former fill is not known any more gets none."""
    colours = feedback.colours
    marked = styles.filled_with(frozenset({colours.error, colours.warning, colours.info}))
    if not marked and not any(map(book.package.mentions, (feedback.problem_list.mark, feedback.heading))):
        return
    former = _former_marks(book, feedback.problem_list.mark)
    for name in former.lists:
        book.remove_sheet(name)
    for name in book.sheet_names:
        sheet = book.sheet(name)
        for place, style in list(sheet.styled(marked)):
            sheet.set_style(place, styles.filled(style, former.fills.get((name, place), {})))
        Comments(book.package, book.part(name), sheet, feedback.author, feedback.heading).remove_ours()


def _former_marks(book: BookXml, mark: str) -> FormerMarks:
    lists: list[str] = []
    fills: Kept = {}
    for name in book.sheet_names:
        texts = list(book.sheet(name).texts(book.shared_strings))
        if any(text == mark and place[0] == 1 for place, text in texts):
            lists.append(name)
            for _, text in texts:
                fills.update(_kept_fills(text.replace("_x005F_", "_")))
    return FormerMarks(tuple(lists), fills)


def _kept_fills(text: str) -> Iterator[tuple[tuple[str, Place], Fill]]:
    """The fills in a hidden cell. It came back from outside: what is not as we wrote it is passed over."""
    if not text.startswith('["'):
        return
    try:
        sheet, fills = json.loads(text)
        for address, fill in fills.items():
            yield (str(sheet), place_of(address)), _plain(fill)
    except (ValueError, TypeError, AttributeError, NotEditableError):
        return


def _plain(fill: dict[str, Any]) -> Fill:
    return {key: str(value) for key, value in fill.items() if key in COLOUR_KEYS}
