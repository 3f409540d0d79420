"""Has Great Expectations judge what the rules counted: its verdict has to agree with the violations that we list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from expectations.gx_asking import ask
from expectations.outcomes import Outcomes
from expectations.verdict import Question, Verdict
from warehouse.catalog.catalog import Catalog

_FAILED = (
    "SELECT submission_id, 'fail' AS outcome FROM rule_count "
    "WHERE rule_id = '{rule_id}' AND batch IN ({batches}) AND failed > 0"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is kept of a batch until it is confirmed: how often each rule fails each submission, and the rules of which violations are listed."""

    failed: pl.DataFrame
    violated: frozenset[str]

    @classmethod
    def of(cls, outcomes: Outcomes) -> Counted:
        """Of the rules that held together; those that have nothing to judge in a batch have no count, and nobody is asked about them."""
        held = outcomes.counts.filter(~pl.col("rule_id").is_in(list(outcomes.broken)))
        return cls(held.select("rule_id", "submission_id", "failed"), frozenset(outcomes.failures["rule_id"]))

    @property
    def is_met(self) -> dict[str, bool]:
        """By rule whether the batch has no violation of it, as it will be confirmed."""
        return {rule_id: rule_id not in self.violated for rule_id in self.failed["rule_id"].unique()}


def confirm(catalog: Catalog, batches: Sequence[Counted]) -> dict[str, str]:
    """The rules on which Great Expectations and our own lists differ, or which raised there, with the reason. Asked once for all batches."""
    numbered = [batch.failed.with_columns(batch=pl.lit(number)) for number, batch in enumerate(batches)]
    counts = pl.concat(numbered) if numbered else pl.DataFrame()
    asked = list(_asked(batches))
    if not asked:
        return {}
    questions = [_question(catalog, *one) for one in asked]
    verdicts = ask(questions, counts.with_columns(pl.col("rule_id").cast(pl.Categorical)))
    differing = (
        (rule_id, _difference(verdicts[question.key], is_violated))
        for question, (rule_id, _, is_violated) in zip(questions, asked, strict=True)
    )
    return {rule_id: reason for rule_id, reason in differing if reason is not None}


def _asked(batches: Sequence[Counted]) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    """(rule, batches, whether it is violated): of the batches that have no violation of a rule at once, of the others one by one."""
    clean: dict[str, list[int]] = {}
    for number, batch in enumerate(batches):
        for rule_id, is_met in sorted(batch.is_met.items()):
            if is_met:
                clean.setdefault(rule_id, []).append(number)
            else:
                yield rule_id, (number,), True
    yield from ((rule_id, tuple(numbers), False) for rule_id, numbers in clean.items())


def _question(catalog: Catalog, rule_id: str, numbers: tuple[int, ...], is_violated: bool) -> Question:
    listed = ", ".join(str(number) for number in numbers)
    query = _FAILED.format(rule_id=rule_id, batches=listed)
    return Question.on(catalog.rule(rule_id), query, f"{rule_id} {listed if is_violated else 'clean'}")


def _difference(verdict: Verdict, is_violated: bool) -> str | None:
    if verdict.error is not None:
        return verdict.error
    if verdict.success == is_violated:
        return f"Great Expectations: success={verdict.success}; violations listed: {is_violated}"
    return None
