"""Names of reporting bodies and years, as titles, sentences and file names have them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from warehouse.catalog.report_words import ReportWords

_DIGITS = str.maketrans("〇○零一二三四五六七八九ОO", "000123456789" + "00")
_CHINESE_YEAR = re.compile(r"[二2][〇○零ОO0][一二三四五六七八九〇○零ОO]{2}(?=年)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年度|年|(?!\d))")
_BRACKETED = re.compile(r"^[(（]?(20\d\d)年?度?[)）]?")
_BEHIND = re.compile(r"^(?:\((?P<inside>.+)\)|[—-]{2}(?P<dashed>.+))$")
_WIDE = str.maketrans("()", "（）")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


class Titled(NamedTuple):
    """What a title says: whose report it is, and of which year."""

    unit: str | None
    year: int | None


def folded(text: str) -> str:
    """The form in which the patterns of report.yaml read a text."""
    plain = "".join(unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).split())
    return _CHINESE_YEAR.sub(lambda year: year[0].translate(_DIGITS), plain)


def titled(text: str, words: ReportWords) -> Titled | None:
    """What a folded text says if it is the title of an annual report; None if it is none."""
    core = words.title.search(text)
    if core is None or len(text) > words.longest_title:
        return None
    before, after = text[: core.start()], text[core.end() :]
    years = [core["year"], *_YEAR.findall(before)[::-1], *_BRACKETED.findall(after)]
    year = next((int(year) for year in years if year), None)
    return Titled(unit_in(_YEAR.sub("", before) if year else before, words) or _unit_behind(after, words), year)


def _unit_behind(after: str, words: ReportWords) -> str | None:
    """The body behind the title's words: 2024年政府信息公开工作年度报告（区财政局）, or after a dash of double length."""
    found = _BEHIND.match(after)
    name = None if found is None else found["inside"] or found["dashed"]
    return name if name is not None and is_body(name, words) else None


def unit_in(text: str, words: ReportWords) -> str | None:
    """The body that the end of a text names; None where it names none."""
    for pattern in words.before_unit:
        ends = [found.end() for found in pattern.finditer(text)]
        text = text[ends[-1] :] if ends else text
    text = _without_endings(text, words)
    first, about, second = text.partition(words.about)
    if about:
        text = _without_endings(second, words) or first
    text = _without_endings(text, words)
    is_name = 2 <= len(text) <= words.longest_unit and not any(p.search(text) for p in words.no_unit)
    return text if is_name else None


def _without_endings(text: str, words: ReportWords) -> str:
    """One ending may hide another: 区财政局（本级）关于."""
    shorter = text
    while True:
        for pattern in words.after_unit:
            shorter = pattern.sub("", shorter)
        if shorter == text:
            return text
        text = shorter


def is_body(text: str, words: ReportWords) -> bool:
    """Whether a text by itself is the name of a body."""
    name = unit_in(text, words)
    return name == text and words.unit_endings.search(text) is not None


def as_written(unit: str, texts: Iterable[str]) -> str:
    """A name with its brackets as they stand in one of the texts: folding has made them half-width."""
    wide = unit.translate(_WIDE)
    return wide if wide != unit and any(wide in "".join(text.split()) for text in texts) else unit


def years_in(text: str) -> list[int]:
    """The years that a folded text names."""
    return [int(year) for year in _YEAR.findall(text)]
