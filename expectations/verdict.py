"""What Great Expectations is asked and what it said, in words that can be had without importing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.catalog.rules import Rule, Severity


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a SELECT of submissions that fail a rule (columns submission_id, outcome) gives none; `key` is what the verdict is under."""

    key: str
    query: str
    severity: Severity
    meta: dict[str, str]

    @classmethod
    def on(cls, rule: Rule, query: str, key: str | None = None) -> Question:
        """The question on a rule, with what a reader of the suite wants to know of it."""
        meta = {"rule_id": rule.id, "title": rule.title, "basis": rule.basis, "level": str(rule.level)}
        return cls(rule.id if key is None else key, query, rule.severity, meta)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether no row violates the rule; `error` is what was raised instead, which also makes `success` False."""

    success: bool
    error: str | None = None
