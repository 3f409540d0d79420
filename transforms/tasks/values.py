"""What a unit writes about a task: a state in any of its wordings, a day in any of its forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from transforms.grid import Raw

_DAY = re.compile(
    r"(?:(20\d{2})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII
)
_PLAIN_DAY = re.compile(r"(20\d{2})(\d{2})(\d{2})", re.ASCII)
# 1900 日期系统的起点；在这一范围内的数是没有设成日期格式的日期
_EPOCH, _FIRST, _LAST = date(1899, 12, 30), 36_526, 73_050


def read_answer(text: str, codes: Mapping[str, str]) -> str | None:
    """The code of a state; None where it is blank or no known wording. `codes` by wording (TaskWords.answer_codes)."""
    folded = unicodedata.normalize("NFKC", text)
    return codes.get("".join(letter for letter in folded if letter.isalnum()))


def read_day(raw: Raw, year: int | None) -> date | None:
    """A day as Excel keeps it or as people write it; `6月30日` is of `year`. None for anything else: a month is no day."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if raw != int(raw) or not _FIRST <= raw <= _LAST:
            return _written(f"{raw:.0f}", year) if raw == int(raw) else None
        return _EPOCH + timedelta(days=int(raw))
    return _written(str(raw), year)


def _written(text: str, year: int | None) -> date | None:
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    match = _PLAIN_DAY.fullmatch(folded) or _DAY.fullmatch(folded)
    if match is None or (match[1] is None and year is None):
        return None
    try:
        return date(int(match[1] or year or 0), int(match[2]), int(match[3]))
    except ValueError:  # 2月30日
        return None
