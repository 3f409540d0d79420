"""Checks one batch: all rules over all submissions of a period, with Great Expectations' verdict or, where speed counts, without."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb
import polars as pl

from expectations.gx_import import import_suite
from expectations.inputs import forms_given, is_given, lay_missing
from expectations.outcomes import Outcomes, check_rules, laid_out
from expectations.results import derive_results, derive_violations, undeclared_problems
from expectations.rules import rule_queries
from expectations.verdict import Verdict
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.rules import Rule

Engine = Literal["gx", "plain"]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The outcome of a batch (columns: results.py). A rule in `errors` broke: it judges no submission, and the run has failed."""

    results: pl.DataFrame
    violations: pl.DataFrame
    errors: pl.DataFrame


def check_batch(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    *,
    rule_ids: Collection[str] | None = None,
    queries: Mapping[str, str] | None = None,
    engine: Engine = "gx",
) -> BatchResult:
    """Judges what lies in the input relations (inputs.py) by all rules, or by those named.

    `connection` may not be inside a transaction: a rule that breaks would take it along. `queries` replaces the SQL of rules.
    Imports Great Expectations (several seconds, once) unless `engine` is "plain"; both give the same frames.
    """
    lay_missing(connection)
    rules = [rule for rule in _applicable(connection, catalog) if rule_ids is None or rule.id in rule_ids]
    written = {**rule_queries(catalog), **(queries or {})}
    chosen = {rule.id: written[rule.id] for rule in rules}
    outcomes = check_rules(connection, chosen)
    verdicts = _expect(connection, rules, outcomes) if engine == "gx" else {}
    broken = outcomes.broken | _disagreements(outcomes, verdicts)
    said = {rule_id: verdict.success for rule_id, verdict in verdicts.items() if rule_id not in broken}
    return BatchResult(
        results=derive_results(outcomes.counts, _submissions(connection), rules, broken, said),
        violations=derive_violations(outcomes.failures, broken, catalog),
        errors=_error_frame(broken | undeclared_problems(connection, catalog)),
    )


def check_batch_plain(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    *,
    rule_ids: Collection[str] | None = None,
    queries: Mapping[str, str] | None = None,
) -> BatchResult:
    """As check_batch without Great Expectations, for a caller that must start at once; expectation_success stays NULL."""
    return check_batch(connection, catalog, rule_ids=rule_ids, queries=queries, engine="plain")


def _applicable(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> list[Rule]:
    """The rules that the batch could give anything to judge; a report's text is looked at whatever its form."""
    given = {needs: is_given(connection, needs) for needs in {"text", *(rule.needs for rule in catalog.rules)}}
    forms = forms_given(connection)
    return [
        rule
        for rule in catalog.rules
        if given[rule.needs] and (not rule.forms or given["text"] or not forms.isdisjoint(rule.forms))
    ]


def _expect(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule], outcomes: Outcomes) -> dict[str, Verdict]:
    """Great Expectations' verdict on what the rules counted. Rules that have nothing to judge in this batch, such as those on text
    where no report has any, are not asked about, and those that broke have no count.
    """
    import_suite()
    from expectations.gx_suite import check_expectations  # seconds: imported where a suite runs, nowhere else

    with laid_out(connection, outcomes) as failing:
        return check_expectations(connection, [rule for rule in rules if rule.id in failing], failing)


def _disagreements(outcomes: Outcomes, verdicts: Mapping[str, Verdict]) -> dict[str, str]:
    """Rules on which Great Expectations and our own list of violations differ, or which raised there only."""
    failed = set(outcomes.failures["rule_id"])
    return {
        rule_id: verdict.error
        or f"Great Expectations: success={verdict.success}; violations listed: {rule_id in failed}"
        for rule_id, verdict in verdicts.items()
        if rule_id not in outcomes.broken and (verdict.error is not None or verdict.success == (rule_id in failed))
    }


def _submissions(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return connection.execute("SELECT submission_id, period FROM check_submission").pl()


def _error_frame(broken: Mapping[str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(broken.items()), {"rule_id": pl.String, "detail": pl.String}, orient="row")
