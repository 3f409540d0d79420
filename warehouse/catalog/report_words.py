"""How a published annual report says whose it is, of which year and in which scope (report.yaml)."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import field_validator

from warehouse.catalog.forms import Declared


class ScopeWords(Declared):
    """Words that say which scope a report has."""

    scope: Literal["own", "aggregate"]
    pattern: re.Pattern[str]


class KindOfBody(Declared):
    """The kind of a body whose name matches; kinds of forms.yaml, and `city` for all that may have 规章."""

    kind: str
    pattern: re.Pattern[str]


class Rewording(Declared):
    """What a rule says of a published report; None where its own words do."""

    message: str | None = None
    remedy: str | None = None


class ReportWords(Declared):
    """report.yaml: patterns over folded text, ordered from the most reliable to the least."""

    title: re.Pattern[str]
    longest_title: int
    most_title_lines: int
    before_unit: tuple[re.Pattern[str], ...]
    after_unit: tuple[re.Pattern[str], ...]
    about: str
    no_unit: tuple[re.Pattern[str], ...]
    longest_unit: int
    unit_endings: re.Pattern[str]
    opening_units: tuple[re.Pattern[str], ...]
    contact_units: tuple[re.Pattern[str], ...]
    inner_offices: re.Pattern[str]
    years: tuple[re.Pattern[str], ...]
    this_year: re.Pattern[str]
    scopes: tuple[ScopeWords, ...]
    kinds: tuple[KindOfBody, ...]
    walked: tuple[str, ...]
    left_out: tuple[str, ...]
    reworded: dict[str, Rewording]

    @field_validator("title", "this_year", "years")
    @classmethod
    def _says_where_the_year_stands(
        cls, declared: re.Pattern[str] | tuple[re.Pattern[str], ...]
    ) -> re.Pattern[str] | tuple[re.Pattern[str], ...]:
        for pattern in declared if isinstance(declared, tuple) else (declared,):
            if "year" not in pattern.groupindex:
                raise ValueError(f"{pattern.pattern} has no group `year`")
        return declared

    @field_validator("opening_units", "contact_units")
    @classmethod
    def _says_where_the_unit_stands(cls, declared: tuple[re.Pattern[str], ...]) -> tuple[re.Pattern[str], ...]:
        for pattern in declared:
            if "unit" not in pattern.groupindex:
                raise ValueError(f"{pattern.pattern} has no group `unit`")
        return declared

    def kind_of(self, name: str) -> str | None:
        """The kind of the body of this name; None where the name does not tell."""
        return next((known.kind for known in self.kinds if known.pattern.search(name)), None)
