"""What is declared about adopting a key-point document (adoption.yaml): how names are cut and what is asked for an indicator."""

from __future__ import annotations

import re
from functools import cache

from warehouse.catalog.catalog import DATA, read_yaml, validated
from warehouse.catalog.forms import Declared


class Asked(Declared):
    """The words that ask a unit for the figures of an indicator."""

    numerator: str
    denominator: str | None


class AdoptionWords(Declared):
    """All that is declared about adoption. Lengths are letters; the others but `whole_document` are patterns."""

    whole_document: str
    name_ends: re.Pattern[str]
    leading_up: re.Pattern[str]
    summary_ends: re.Pattern[str]
    longest_name: int
    longest_summary: int
    quarterly: re.Pattern[str]
    asked: dict[str, Asked]

    def short_name(self, text: str) -> str:
        """The first clause of a task's text that says what is to be done; the very first where none does."""
        clauses = [clause.strip() for clause in self.name_ends.split(text) if clause.strip()]
        telling = (clause for clause in clauses if not self.leading_up.match(clause))
        return _cut(next(telling, clauses[0] if clauses else ""), self.longest_name)

    def asked_for(self, operator: str, unit: str, period: str) -> Asked:
        """The words for an indicator of this kind."""
        is_least = (operator, unit, period) == (">=", "count", "event")
        return self.asked["least_count" if is_least else unit]

    def summary(self, text: str) -> str:
        """The first sentence of a task's text."""
        return _cut(self.summary_ends.split(text.strip(), maxsplit=1)[0], self.longest_summary)


@cache
def load_adoption_words() -> AdoptionWords:
    """Reads adoption.yaml once. Raises CatalogError."""
    return validated(AdoptionWords, DATA / "adoption.yaml", read_yaml(DATA / "adoption.yaml"))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
