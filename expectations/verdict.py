"""What an expectation said of one rule; apart from the suite, so that nothing imports Great Expectations to name it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """`success` as Great Expectations says it; `error` where the expectation raised instead of judging (it says False then)."""

    success: bool
    error: str | None = None
