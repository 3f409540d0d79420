"""Days and months as portals write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from transforms.written_period import period_in
from warehouse.catalog.period import Period

_OFFICE = timedelta(hours=8)  # Asia/Shanghai keeps no summer time
_EPOCHS = {"epoch_s": 1, "epoch_ms": 1000}
_MONTH = re.compile(r"(20\d{2})\s*(?:[-/.年]\s*(0?[1-9]|1[0-2])\s*月?份?|(0[1-9]|1[0-2]))")
_WHOLE_YEAR = re.compile(r"(20\d{2})\s*年?度?")


def read_day(written: object, formats: Sequence[str]) -> date | None:
    """The day of the first format that fits the whole text; None where none does. `epoch_s` and `epoch_ms` are formats too."""
    if isinstance(written, date):
        return written.date() if isinstance(written, datetime) else written
    text = unicodedata.normalize("NFKC", str(written)).strip()
    for form in formats:
        found = _epoch(text, _EPOCHS[form]) if form in _EPOCHS else _written(text, form)
        if found is not None:
            return found
    return None


def read_period(written: object) -> str | None:
    """A month `2025-03`, a quarter `2025Q1` or a year `2025`; None for anything else."""
    if isinstance(written, date):
        return f"{written:%Y-%m}"
    text = unicodedata.normalize("NFKC", str(written)).strip().removesuffix(".0")
    if month := _MONTH.fullmatch(text):
        return f"{month[1]}-{int(month[2] or month[3]):02}"
    if year := _WHOLE_YEAR.fullmatch(text):
        return year[1]
    found: Period | None = period_in(text)
    return None if found is None or found.is_year else str(found)


def _epoch(text: str, factor: int) -> date | None:
    if not re.fullmatch(r"\d{9,14}", text):
        return None
    try:
        return (datetime.fromtimestamp(int(text) / factor, UTC) + _OFFICE).date()
    except (OverflowError, OSError, ValueError):
        return None


def _written(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None
