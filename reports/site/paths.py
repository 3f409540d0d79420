"""Where each page of the site lies, from its root. A code that somebody chose is never a path as it is."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256

OVERVIEW, PROBLEMS, SCORES, QUALITY = "index.html", "problems.html", "scores.html", "quality.html"
DICTIONARY, PORTAL = "dictionary.html", "portal.html"
PERIODS, UNITS, INDICATORS, TASKS = (
    "periods/index.html",
    "units/index.html",
    "indicators/index.html",
    "tasks/index.html",
)
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_OTHER = re.compile(r"[^a-z0-9_]+")
# Names that a page of ours has, and those that Windows opens as a device.
_TAKEN = re.compile(r"index|con|prn|aux|nul|com\d|lpt\d")


@cache
def file_stem(code: str) -> str:
    """A code as the name of a file: as it is where it is plain; else what of it is plain, and a mark that tells it from all others."""
    if _PLAIN.fullmatch(code) and not _TAKEN.fullmatch(code):
        return code
    plain = _OTHER.sub("-", code.lower()).strip("-")[:40]
    return f"{plain or 'x'}-{sha256(code.encode()).hexdigest()[:10]}"


def period_path(period: str) -> str:
    """The page of a quarter or a year."""
    return f"periods/{file_stem(period.lower())}.html"


def unit_path(unit_code: str, section: str = "") -> str:
    """The page of a unit, or a section of it."""
    return f"units/{file_stem(unit_code)}.html{f'#{section}' if section else ''}"


def indicator_path(indicator_code: str) -> str:
    """The page of an indicator."""
    return f"indicators/{file_stem(indicator_code)}.html"


def document_path(document: str) -> str:
    """The page of a key-point document."""
    return f"tasks/{file_stem(document)}.html"


def task_path(document: str, order: int) -> str:
    """The page of a task: by its place in the document, because its id is written in Chinese."""
    return f"tasks/{file_stem(document)}/{order}.html"


def report_path(submission_id: int, place: str = "") -> str:
    """The page of a report that counts, or the cell or section of it that is meant."""
    return f"reports/{submission_id}.html{f'#{place}' if place else ''}"


def table_anchor(table: str) -> str:
    """Where a table stands in the dictionary."""
    return f"{DICTIONARY}#{table}"
