"""Frames of a batch's result: by submission and rule, and by violation. A rule that broke shows as `error` and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import duckdb
import polars as pl

from expectations.findings import write_messages
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.rules import Rule

RESULT_COLUMNS = (
    *("rule_id", "severity", "submission_id", "outcome"),
    *("checks", "passed", "failed", "not_assessable", "expectation_success"),
)
VIOLATION_COLUMNS = (
    *("submission_id", "rule_id", "severity", "check_key", "expected", "actual", "difference"),
    *("table_code", "row_code", "column_code", "cell_code", "sheet", "address", "text", "detail", "message", "remedy"),
)


def derive_results(
    counts: pl.DataFrame,
    submissions: pl.DataFrame,
    rules: Sequence[Rule],
    broken: Collection[str],
    verdicts: Mapping[str, bool],
) -> pl.DataFrame:
    """One row for each rule and submission (submission_id, period) that it applies to; a broken rule gets an `error` for each.

    Outcome: fail where a check failed, not_assessable where one could not be made, pass only where all passed.
    """
    nothing = pl.lit(0, pl.Int64)
    faults = pl.DataFrame({"rule_id": sorted(broken)}, {"rule_id": pl.String}).join(
        submissions.select("submission_id"), how="cross"
    )
    judged = counts.filter(~pl.col("rule_id").is_in(list(broken))).with_columns(outcome=_outcome())
    errors = faults.with_columns(
        *(nothing.alias(name) for name in ("checks", "passed", "failed", "not_assessable")), outcome=pl.lit("error")
    )
    both = pl.concat([judged, errors], how="diagonal").join(_rule_frame(rules, verdicts), on="rule_id")
    on_trial = both.join(
        _trials(rules, submissions), on=["rule_id", "submission_id"], how="left", maintain_order="left"
    )
    weighed = on_trial.with_columns(severity=pl.coalesce("trial_severity", "severity"))
    return weighed.sort("submission_id", "order").select(RESULT_COLUMNS)


def derive_violations(failures: pl.DataFrame, broken: Collection[str], catalog: Catalog) -> pl.DataFrame:
    """Every failed check of the rules that held together, with severity, sentence and remedy."""
    held = failures.filter(~pl.col("rule_id").is_in(list(broken)))
    return write_messages(held, catalog).sort("submission_id", maintain_order=True).select(VIOLATION_COLUMNS)


def undeclared_problems(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> dict[str, str]:
    """Problems noticed by reading under a rule id that is no file rule: nobody would judge them, so they are our error."""
    declared = [rule.id for rule in catalog.rules if rule.kind == "file"]
    strange = connection.execute(
        "SELECT rule_id, count(*) FROM check_problem WHERE rule_id NOT IN (SELECT unnest($1)) GROUP BY rule_id",
        [declared],
    ).fetchall()
    return {
        rule_id: f"{count} rows of check_problem name a rule that rules.yaml does not declare"
        for rule_id, count in strange
    }


def _outcome() -> pl.Expr:
    return (
        pl.when(pl.col("failed") > 0)
        .then(pl.lit("fail"))
        .when(pl.col("not_assessable") > 0)
        .then(pl.lit("not_assessable"))
        .otherwise(pl.lit("pass"))
    )


def _trials(rules: Sequence[Rule], submissions: pl.DataFrame) -> pl.DataFrame:
    """The severity of rules on trial, which depends on the period reported."""
    periods = submissions.get_column("period").unique().to_list()
    rows = [
        (rule.id, period, rule.severity_for(period)) for rule in rules if rule.trial is not None for period in periods
    ]
    schema = {"rule_id": pl.String, "period": pl.String, "trial_severity": pl.String}
    known = submissions.select("submission_id", "period")
    weighed = pl.DataFrame(rows, schema, orient="row").join(known, on="period", nulls_equal=True)
    return weighed.select("rule_id", "submission_id", "trial_severity")


def _rule_frame(rules: Sequence[Rule], verdicts: Mapping[str, bool]) -> pl.DataFrame:
    rows = [(order, rule.id, rule.severity, verdicts.get(rule.id)) for order, rule in enumerate(rules)]
    schema = {"order": pl.Int32, "rule_id": pl.String, "severity": pl.String, "expectation_success": pl.Boolean}
    return pl.DataFrame(rows, schema, orient="row")
