"""The rules as a Great Expectations suite: one UnexpectedRowsExpectation a rule, which fails where the rule finds a violation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import duckdb
import great_expectations as gx
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.gx_duckdb import borrowed
from expectations.verdict import Question, Verdict

if TYPE_CHECKING:
    from warehouse.catalog.rules import Severity

_SEVERITY: dict[Severity, FailureSeverity] = {
    "error": FailureSeverity.CRITICAL,
    "warning": FailureSeverity.WARNING,
    "info": FailureSeverity.INFO,
}


class NoViolation(UnexpectedRowsExpectation):
    """As its parent, but counts the rows only: the parent also fetches 200 of them, which runs every rule a second time."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002 - the result has one format
        execution_engine: ExecutionEngine[Any] | None = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        count = metrics["unexpected_rows_query.row_count"]
        return {"success": count == 0, "result": {"observed_value": count}}


def check_expectations(connection: duckdb.DuckDBPyConnection, questions: Sequence[Question]) -> dict[str, Verdict]:
    """Asks the questions as one suite on what lies in `connection`: a verdict by key; results come in no order of their own."""
    suite = gx.ExpectationSuite(name="zwgk", expectations=[expectation(question) for question in questions])
    result = _batch(connection).validate(suite, result_format="BASIC")
    judged = ((one.expectation_config, one) for one in result.results)
    return {config.meta["key"]: _verdict(one) for config, one in judged if config is not None and config.meta}


def expectation(question: Question) -> NoViolation:
    """The expectation of one question. Braces of the SQL are doubled, because the text is a format string to Great Expectations."""
    plain = question.query.replace("{", "{{").replace("}", "}}")
    return NoViolation(
        unexpected_rows_query=(
            f"SELECT violation.* FROM (\n{plain}\n) AS violation "
            "JOIN {batch} AS batch ON batch.submission_id = violation.submission_id WHERE violation.outcome = 'fail'"
        ),
        severity=_SEVERITY[question.severity],
        description=question.meta["title"],
        meta={**question.meta, "key": question.key},
    )


def _batch(connection: duckdb.DuckDBPyConnection) -> Batch:
    context = gx.get_context(mode="ephemeral", project_config=_config())
    source = context.data_sources.add_duckdb("batch", connection_string="duckdb://", kwargs=borrowed(connection))
    asset = source.add_table_asset("check_submission", table_name="check_submission")
    batch: Batch = asset.add_batch_definition_whole_table("all").get_batch()
    return batch


def _config() -> DataContextConfig:
    """In memory, silent, and without Data Docs, which carry cell values unescaped."""
    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )


def _verdict(result: Any) -> Verdict:  # noqa: ANN401 - ExpectationValidationResult is untyped where it counts
    raised = "; ".join(dict.fromkeys(_raised(result.exception_info)))
    return Verdict(bool(result.success), raised or None)


def _raised(info: Mapping[str, Any]) -> Iterator[str]:
    """Messages of what was raised. The information is one exception, or one for each metric by its id."""
    if "raised_exception" in info:
        if info["raised_exception"]:
            yield str(info["exception_message"])
        return
    for nested in info.values():
        yield from _raised(nested)
