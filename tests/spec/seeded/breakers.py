"""What is broken, and what a correct judge then finds: the defect itself, and whatever follows from it by arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.spec.seeded.reports import Case

Break = Callable[[Case, Random], Case]


@dataclass(frozen=True, slots=True)
class Breaker:
    """One way of breaking a case, so that a rule finds it. `parts` are what it touches: two that share one are not combined.

    One that changes figures comes before the text is written, so that the text tells the wrong figures; the others change the text.
    """

    rule_id: str
    name: str
    parts: frozenset[str]
    is_text: bool
    apply: Break

    @property
    def full_name(self) -> str:
        """Rule and way."""
        return f"{self.rule_id}/{self.name}"


BREAKERS: list[Breaker] = []


def breaks(rule_id: str, parts: str, *, is_text: bool = False) -> Callable[[Break], Break]:
    """Declares a breaker of a rule; its function's name says how."""

    def declared(apply: Break) -> Break:
        BREAKERS.append(Breaker(rule_id, apply.__name__, frozenset(parts.split()), is_text, apply))
        return apply

    return declared
