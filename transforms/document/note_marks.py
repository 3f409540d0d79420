"""Marks of notes that stand raised behind a figure, such as [1] or ①: they belong to the note, not to the figure."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"(?:[\[［〔【(（]?(?:注\s*)?[0-9０-９]{1,3}[\]］〕】)）]|注\s*[0-9０-９]{0,3}|[①-⑳㉑-㉟㊱-㊿]|[*＊※†]+)"
)


def is_note_mark(text: str) -> bool:
    """Whether a raised text is the mark of a note. A plain raised digit is none: it may be a power, or a slip of the pen."""
    return _MARK.fullmatch(text.strip()) is not None
