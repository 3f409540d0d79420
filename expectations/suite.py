"""Checks one batch: all rules over all submissions of a period, with Great Expectations' verdict or, where speed counts, without."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import duckdb
import polars as pl

from expectations.confirm import Counted, confirm
from expectations.inputs import forms_given, is_given, lay_missing
from expectations.outcomes import check_rules
from expectations.results import derive_results, derive_violations, undeclared_problems
from expectations.rules import rule_queries
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.rules import Rule

Engine = Literal["gx", "later", "plain"]


_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The outcome of a batch (columns: results.py). A rule in `errors` broke: it judges no submission, and the run has failed."""

    results: pl.DataFrame
    violations: pl.DataFrame
    errors: pl.DataFrame
    counted: Counted


def check_batch(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    *,
    rule_ids: Collection[str] | None = None,
    queries: Mapping[str, str] | None = None,
    engine: Engine = "gx",
    set_apart: Mapping[str, str] = _NOTHING,
) -> BatchResult:
    """Judges what lies in the input relations (inputs.py) by all rules, or by those named.

    `connection` may not be inside a transaction: a rule that breaks would take it along. `queries` replaces the SQL of rules.
    Rules `set_apart` are known to be broken, for the reason given, and aren't run. Waits for Great Expectations (gx_asking.py) unless
    `engine` is "plain", or "later": then the caller has what was counted confirmed (confirm.py) with other batches. All give the same
    frames, but for `expectation_success`, which is NULL where nobody confirms it.
    """
    lay_missing(connection)
    rules = [rule for rule in _applicable(connection, catalog) if rule_ids is None or rule.id in rule_ids]
    written = {**rule_queries(catalog), **(queries or {})}
    outcomes = check_rules(connection, {rule.id: written[rule.id] for rule in rules if rule.id not in set_apart})
    counted = Counted.of(outcomes)
    broken = {rule.id: set_apart[rule.id] for rule in rules if rule.id in set_apart} | outcomes.broken
    broken |= confirm(catalog, [counted]) if engine == "gx" else {}
    return BatchResult(
        results=derive_results(
            outcomes.counts, _submissions(connection), rules, broken, {} if engine == "plain" else counted.is_met
        ),
        violations=derive_violations(outcomes.failures, broken, catalog),
        errors=_error_frame(broken | undeclared_problems(connection, catalog)),
        counted=counted,
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


def _submissions(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return connection.execute("SELECT submission_id, period FROM check_submission").pl()


def _error_frame(broken: Mapping[str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(broken.items()), {"rule_id": pl.String, "detail": pl.String}, orient="row")
