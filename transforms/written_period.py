"""Periods as people write them, in covers, titles and file names: `2025年第一季度`, `2025年1-3月`, `二〇二五年度`, `2025Q1`."""

from __future__ import annotations

import re
import unicodedata

from warehouse.catalog.period import Period

_CHINESE = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "〇": "0",
}
_CHINESE_YEAR = re.compile(r"[二2][〇0零○O][一二三四五六七八九〇零○O]{2}(?=年)")
_QUARTER = re.compile(r"(?:第\s*)?(?<![0-9十])([一二三四1-4])\s*季|(?<![A-Za-z])[Qq]\s*([1-4])(?![0-9])")
_MONTHS = re.compile(r"(?<![0-9])(1|4|7|10)\s*月?\s*[-—–~～至到]+\s*(3|6|9|12)\s*月")
_DAY = re.compile(
    r"(?<![0-9])(20[0-9]{2})(?:[0-9]{4}(?![0-9])|\s*[-./年]\s*[0-9]{1,2}\s*[-./月]\s*[0-9]{1,2}\s*[日号]?)"
)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_PART_OF_A_YEAR = re.compile(r"半年|月|季")
_PLAIN = re.compile(r"(20[0-9]{2})(?:[Qq]([1-4]))?")


def period_in(text: str, year: int | None = None) -> Period | None:
    """The period that a text speaks of; `year` is known from elsewhere, for a text that says only `一季度`.

    A half-year, a month or a day is no reporting period: None, never the year that it lies in.
    """
    folded = _folded(text)
    if plain := _PLAIN.fullmatch(folded.strip()):
        return Period(int(plain[1]), int(plain[2]) if plain[2] else None)
    quarter, rest = _quarter(folded)
    found = _YEAR.search(_DAY.sub(" ", rest))
    if quarter is not None:
        known = int(found[1]) if found else year_in(rest) or year
        return Period(known, quarter) if known else None
    return Period(int(found[1])) if found and not _PART_OF_A_YEAR.search(_DAY.sub(" ", rest)) else None


def year_in(text: str) -> int | None:
    """The year that a text names, be it of a period or of a day."""
    folded = _folded(text)
    found = _YEAR.search(folded) or _DAY.search(folded)
    return int(found[1]) if found else None


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return _CHINESE_YEAR.sub(lambda year: "".join(_digit(letter) for letter in year[0]), folded)


def _digit(letter: str) -> str:
    return _CHINESE.get(letter, letter if letter.isdigit() and letter.isascii() else "0")


def _quarter(text: str) -> tuple[int | None, str]:
    """The quarter, and the text without the words for it."""
    if named := _QUARTER.search(text):
        word = named[1] or named[2]
        return int(_CHINESE.get(word, word)), f"{text[: named.start()]} {text[named.end() :]}"
    months = _MONTHS.search(text)
    if months is not None and int(months[2]) - int(months[1]) == 2:
        return int(months[2]) // 3, f"{text[: months.start()]} {text[months.end() :]}"
    return None, text
