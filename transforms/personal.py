"""Personal data in a workbook of figures: identity and telephone numbers, lists of applicants. Such a file is refused before it is staged."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from transforms.errors import FileError
from transforms.grid import Grid, Place, address, written_text
from transforms.layout import found_once
from warehouse.catalog.templates import PersonalWords

_NUMBER = re.compile(r"(?<![0-9A-Za-z./_=&%#])(?:\+?86[ -]?)?[0-9](?:[ -]?[0-9]){9,16}[ -]?[0-9Xx](?![0-9A-Za-z])")
# What people and pages put between the digits: dashes of any length, spaces of any width, and signs that nobody sees.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LONG = re.compile(r"\d(?:[\s\u00ad\u200b-\u200d\u2060\ufeff‐-―−－-]?[\dXxＸｘ]){10}")
_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9][0-9]{9}")
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SMALLEST_MOBILE, _LARGEST_MOBILE = 1.3e10, 2e10
_LONGEST_HEADING, _DEEPEST = 12, 10
_FIRST_YEAR = 1900


class Sign(NamedTuple):
    """One sign of personal data: its kind and place, None for the sheet's name. Never what stands there."""

    kind: str
    sheet: int
    place: Place | None


def check_personal(grids: Sequence[Grid], words: PersonalWords) -> None:
    """Refuses a workbook with identity numbers, telephones that are no contact's, or lists of persons: FileError F13.

    The sentence names places and kinds only: nothing that the file says of a person goes on into the warehouse.
    """
    signs = [sign for sheet, grid in enumerate(grids) for sign in _signs(sheet, grid, words)]
    contacts = [sign for sign in signs if sign.kind == "contact"]
    if len(contacts) <= words.most_contacts:
        signs = [sign for sign in signs if sign.kind != "contact"]
    if signs:
        raise FileError("F13", _said(signs, words))


def _said(signs: Iterable[Sign], words: PersonalWords) -> str:
    """`第5张工作表的B3等3格有身份证号码`: the sheet by its number, since its name may be a person's."""
    first: dict[tuple[int, str], Place | None] = {}
    counts: Counter[tuple[int, str]] = Counter()
    for sign in signs:
        kind = words.kinds["mobile" if sign.kind == "contact" else sign.kind]  # type: ignore[index]
        first.setdefault((sign.sheet, kind), sign.place)
        counts[sign.sheet, kind] += 1
    return "；".join(
        f"第{sheet + 1}张工作表的{_shown(place)}{f'等{count}格' if (count := counts[sheet, kind]) > 1 else ''}有{kind}"
        for (sheet, kind), place in first.items()
    )


def _shown(place: Place | None) -> str:
    return "名称" if place is None else address(place)


def _signs(sheet: int, grid: Grid, words: PersonalWords) -> Iterator[Sign]:
    if _LONG.search(grid.name):
        yield from _numbers(sheet, grid, None, grid.name, words)
    layout = grid.layout  # what has one has no figure that is large enough for a telephone

    def of_texts() -> tuple[list[Sign], list[Sign]]:
        return list(_in_texts(sheet, grid, words)), list(_headings(sheet, grid, grid.texts, words))

    in_texts, headings = found_once(layout, _signs, words, of_texts, lambda found: not any(found))
    yield from in_texts
    yield from () if layout is not None else _in_figures(sheet, grid, words)
    yield from headings


def _in_texts(sheet: int, grid: Grid, words: PersonalWords) -> Iterator[Sign]:
    texts = grid.texts
    if _LONG.search("\n".join(text for _, _, text in texts)):
        for row, column, text in texts:
            yield from _numbers(sheet, grid, (row, column), text, words)


def _in_figures(sheet: int, grid: Grid, words: PersonalWords) -> Iterator[Sign]:
    for row, line in enumerate(grid.rows):
        for column, value in enumerate(line):
            if type(value) is float and _SMALLEST_MOBILE <= value < _LARGEST_MOBILE:
                yield from _numbers(sheet, grid, (row, column), written_text(value), words)


def _numbers(sheet: int, grid: Grid, place: Place | None, text: str, words: PersonalWords) -> Iterator[Sign]:
    plain = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).translate(_DASHES)
    for found in _NUMBER.finditer(plain):
        digits = re.sub(r"[ +-]", "", found[0]).upper()
        if is_identity_number(digits):
            yield Sign("identity", sheet, place)
        elif _MOBILE.fullmatch(digits):
            is_contact = any(
                word in label for label in _labels(grid, place, plain[: found.start()]) for word in words.contacts
            )
            yield Sign("contact" if is_contact else "mobile", sheet, place)


def may_hold_numbers(text: str) -> bool:
    """Whether so many digits follow each other that they could be those of a telephone or an identity card."""
    return _LONG.search(text) is not None


def _labels(grid: Grid, place: Place | None, before: str) -> Sequence[str]:
    """What says whose number it is: the words before it, else what stands to the left and above."""
    if before or place is None:
        return (before,)
    return _left_of(grid, place), _above(grid, place)


def is_identity_number(digits: str) -> bool:
    """Whether 18 digits are an identity number (GB 11643): a day of birth that exists, and a last digit that fits the others."""
    if not _IDENTITY.fullmatch(digits) or int(digits[6:10]) < _FIRST_YEAR:
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11] == digits[17]


def _left_of(grid: Grid, place: Place) -> str:
    """What stands next to the left: the label of a cell on a cover, and in a list another particular of the person."""
    row, column = place
    return next((grid.text_at(row, at) for at in range(column - 1, -1, -1) if not grid.is_blank(row, at)), "")


def _above(grid: Grid, place: Place) -> str:
    """The heading of the column, over other numbers like this one."""
    row, column = place
    above = (grid.text_at(at, column) for at in range(row - 1, max(row - _DEEPEST, 0) - 1, -1))
    return next((text for text in above if text and not text[-1].isdigit()), "")


def _headings(sheet: int, grid: Grid, texts: Iterable[tuple[int, int, str]], words: PersonalWords) -> Iterator[Sign]:
    """Headings of a list of persons under which something stands."""
    details: dict[int, list[Place]] = defaultdict(list)
    for row, column, text in texts:
        if len(text) > _LONGEST_HEADING:
            continue
        heading = "".join(text.split()).rstrip("：:")
        if heading in words.persons and _is_filled_below(grid, (row, column)):
            yield Sign("heading", sheet, (row, column))
        elif heading in words.details and _is_filled_below(grid, (row, column), words.least_rows):
            details[row].append((row, column))
    yield from (Sign("heading", sheet, place) for places in details.values() if len(places) > 1 for place in places)


def _is_filled_below(grid: Grid, place: Place, rows: int = 1) -> bool:
    below = grid.spans.get(place, place)[0] + 1
    return not any(grid.is_blank(row, place[1]) for row in range(below, below + rows))
