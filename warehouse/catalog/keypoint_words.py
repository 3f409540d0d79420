"""How key-point documents (工作要点) are written: marks, labels, terms and phrases that the reader goes by (keypoint_words.yaml)."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from warehouse.catalog.catalog import DATA, read_yaml, validated
from warehouse.catalog.forms import Declared
from warehouse.catalog.keypoints import Role

Level = Literal["chapter", "section", "item", "part"]
Basis = Literal[
    "day",
    "month",
    "quarter",
    "half",
    "year_end",
    "own_issue",
    "event",
    "recurring",
    "deployed",
    "standing",
    "as_printed",
]
IndicatorPeriod = Literal["event", "quarter", "year"]
Pattern = re.Pattern[str]


class MarkWords(Declared):
    """How a heading or an item of one level begins; the group `n` is its number."""

    level: Level
    pattern: Pattern


class RoleWords(Declared):
    """Words before or behind the names of bodies; `due` where a time stands there instead."""

    role: Role | Literal["due"]
    pattern: Pattern


class DueWords(Declared):
    """Words that say by when; the groups year, month, day, quarter, half, count hold what the day is reckoned from."""

    basis: Basis
    pattern: Pattern


class IndicatorWords(Declared):
    """Words that ask for something countable; `threshold` where the words hold no number."""

    operator: Literal[">=", "<=", "="]
    unit: Literal["ratio", "count", "working_days", "days"]
    pattern: Pattern
    threshold: int | None = None


class PeriodWords(Declared):
    """Words in the same sentence that say over what an indicator is judged."""

    period: IndicatorPeriod
    pattern: Pattern


class HeadWords(Declared):
    """Where title, document number, date and place are found before the first chapter."""

    title: Pattern
    quoted_title: Pattern
    loose_title: Pattern
    notice: Pattern
    document_number: Pattern
    no_office: Pattern
    longest_office: int
    date: Pattern
    zeros: str
    dated: Pattern
    year: Pattern
    place: Pattern
    place_of_title: Pattern
    place_of_office: Pattern


class ColumnWords(Declared):
    """Headings of an annexed table that are neither bodies nor times."""

    number: Pattern
    chapter: Pattern
    name: Pattern
    content: Pattern


class KeypointWords(Declared):
    """keypoint_words.yaml."""

    noise: tuple[Pattern, ...]
    bare_number: Pattern
    leading: Pattern
    lost: Pattern
    telling: str
    numerals: dict[str, int]
    tens: str
    marks: tuple[MarkWords, ...]
    preambles: Pattern
    endings: tuple[Pattern, ...]
    annex: Pattern
    page_ends: Pattern
    head: HeadWords
    labels: tuple[RoleWords, ...]
    whole_label: str
    verbs: tuple[RoleWords, ...]
    separators: Pattern
    clauses: Pattern
    joins: Pattern
    before_name: Pattern
    etc: Pattern
    longest_name: int
    body_name: Pattern
    body_start: Pattern
    collective: tuple[Pattern, ...]
    due: tuple[DueWords, ...]
    due_cells: tuple[DueWords, ...]
    due_done: str
    working_day: str
    first_half: str
    month_parts: dict[str, int]
    columns: ColumnWords
    header: Pattern
    header_word: Pattern
    row_number: Pattern
    indicators: tuple[IndicatorWords, ...]
    indicator_periods: tuple[PeriodWords, ...]
    event_units: tuple[str, ...]
    indicator_name_noise: Pattern

    @cached_property
    def label(self) -> Pattern:
        """A label before names or a time, with its colon; behind a bracket a whole label needs none."""
        either = "|".join(words.pattern.pattern for words in self.labels)
        return re.compile(rf"\(?(?:{either}):|\((?:{either})(?<={self.whole_label})")

    def label_role(self, text: str) -> Role | Literal["due"] | None:
        """What a heading or a label stands for; None where it is none."""
        bare = text.strip("():")
        return next((words.role for words in self.labels if words.pattern.fullmatch(bare)), None)

    def number(self, written: str) -> int:
        """`十二`, `12`, `⑫` as 12. Raises ValueError."""
        if len(written) == 1 and "①" <= written <= "⑳":
            return ord(written) - ord("①") + 1
        if written.isdecimal():
            return int(written)
        if self.tens not in written:
            return int("".join(str(self.numerals[digit]) for digit in written))
        before, _, after = written.partition(self.tens)
        return (self.numerals[before] if before else 1) * 10 + (self.numerals[after] if after else 0)


@cache
def load_keypoint_words(data: Path = DATA) -> KeypointWords:
    """Reads the words once. Raises CatalogError."""
    return validated(KeypointWords, data / "keypoint_words.yaml", read_yaml(data / "keypoint_words.yaml"))
