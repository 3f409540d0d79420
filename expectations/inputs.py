"""What a rule may read: the input relations with their columns, and the way to lay frames into them."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import polars as pl

_CELL = {
    **dict.fromkeys(("unit_code", "period", "form_code", "scope"), "VARCHAR"),
    **dict.fromkeys(("cell_code", "table_code", "row_code", "column_code", "state"), "VARCHAR"),
    "value": "DECIMAL(18, 6)",
}
# Of running text, where one place stands for sheet and address.
_TOLD = dict.fromkeys(("section", "place", "text"), "VARCHAR")
_PLACE = dict.fromkeys(("sheet", "address", "text"), "VARCHAR")

INPUTS: dict[str, dict[str, str]] = {
    "check_submission": {
        "submission_id": "BIGINT",
        **dict.fromkeys(("sha256", "file_name", "unit_code", "unit_kind", "period"), "VARCHAR"),
        **dict.fromkeys(("form_code", "edition", "scope"), "VARCHAR"),
        "is_nil": "BOOLEAN",
    },
    "check_cell": {"submission_id": "BIGINT", "edition": "VARCHAR", **_CELL, **_PLACE},
    "check_problem": {"submission_id": "BIGINT", "rule_id": "VARCHAR", "detail": "VARCHAR", **_PLACE},
    "counting_cell": {
        "submission_id": "BIGINT",
        **dict.fromkeys(("unit_code", "period", "form_code", "scope", "cell_code"), "VARCHAR"),
        "value": "DECIMAL(18, 6)",
    },
    "member_cell": {
        **dict.fromkeys(("parent_code", "member_code", "period", "form_code", "cell_code"), "VARCHAR"),
        "value": "DECIMAL(18, 6)",
    },
    "check_paragraph": {"submission_id": "BIGINT", "number": "INTEGER", **_TOLD},
    "check_claim": {
        **{"submission_id": "BIGINT", "claim_no": "INTEGER", "paragraph": "INTEGER", **_TOLD},
        **dict.fromkeys(("kind", "subject", "unit", "detail"), "VARCHAR"),
        **dict.fromkeys(("value", "tolerance", "part"), "DECIMAL(18, 6)"),
        **{"year": "INTEGER", "is_loose": "BOOLEAN", "starts_on": "DATE", "ends_on": "DATE"},
    },
    "check_task": {
        **{"submission_id": "BIGINT", "row_no": "INTEGER"},
        **dict.fromkeys(("document", "task_id", "status_text", "status", "progress", "done_text"), "VARCHAR"),
        **{"done_on": "DATE", "received_on": "DATE", "is_answered": "BOOLEAN"},
        **dict.fromkeys(("evidence", "sheet", "address", "done_address", "evidence_address"), "VARCHAR"),
    },
    "check_task_figure": {
        **{"submission_id": "BIGINT", "row_no": "INTEGER"},
        **dict.fromkeys(("document", "task_id", "indicator_code", "sheet"), "VARCHAR"),
        **dict.fromkeys(("numerator_text", "numerator_state", "numerator_address"), "VARCHAR"),
        **dict.fromkeys(("denominator_text", "denominator_state", "denominator_address"), "VARCHAR"),
        **dict.fromkeys(("numerator", "denominator"), "DECIMAL(18, 6)"),
    },
    "check_task_unit": {
        "submission_id": "BIGINT",
        **dict.fromkeys(("document", "task_id", "role", "name", "recurs"), "VARCHAR"),
        "issued_on": "DATE",
    },
    "check_link": {**dict.fromkeys(("url", "state", "detail"), "VARCHAR"), "dead_since": "TIMESTAMP"},
    "counting_task": {
        "submission_id": "BIGINT",
        **dict.fromkeys(("unit_code", "period", "document", "task_id", "status"), "VARCHAR"),
    },
    "counting_task_figure": {
        "submission_id": "BIGINT",
        **dict.fromkeys(("unit_code", "period", "document", "task_id", "indicator_code"), "VARCHAR"),
        **dict.fromkeys(("numerator", "denominator"), "DECIMAL(18, 6)"),
    },
    "check_metric": {
        **{"submission_id": "BIGINT", "row_no": "INTEGER", "value": "DECIMAL(18, 6)"},
        **dict.fromkeys(("measure_code", "state", "note"), "VARCHAR"),
        **_PLACE,
    },
    "check_filing": {
        **{"submission_id": "BIGINT", "row_no": "INTEGER", "day": "DATE", "value": "DECIMAL(18, 6)"},
        **dict.fromkeys(("field", "state", "code"), "VARCHAR"),
        **_PLACE,
    },
    "check_measure": {
        **{"submission_id": "BIGINT", "value": "DECIMAL(18, 6)", "seen_on": "DATE", "is_complete": "BOOLEAN"},
        **dict.fromkeys(("measure_code", "source", "sheet", "address", "origin"), "VARCHAR"),
    },
    "check_published": {
        **{"submission_id": "BIGINT", "version": "INTEGER"},
        **dict.fromkeys(("feed", "url"), "VARCHAR"),
        **dict.fromkeys(("published_on", "due_on", "first_seen", "seen_from", "seen_on"), "DATE"),
    },
    "check_published_cell": {
        **{"submission_id": "BIGINT", "value": "DECIMAL(18, 6)"},
        **dict.fromkeys(("feed", "cell_code"), "VARCHAR"),
    },
    "check_similarity": {
        **{"submission_id": "BIGINT", "share": "DOUBLE", "passages": "INTEGER"},
        **dict.fromkeys(("kind", "other", "place", "text", "detail"), "VARCHAR"),
    },
}

_NEEDED: dict[str | None, tuple[str, ...]] = {
    None: (),
    "text": ("check_paragraph", "check_claim", "check_similarity"),
    "aggregates": ("check_submission WHERE scope = 'aggregate'",),
    "tasks": ("check_task", "check_task_figure", "check_task_unit"),
    "metrics": ("check_metric", "check_filing"),
    "portal": ("check_measure", "check_published"),
}


def lay_inputs(connection: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Puts frames into temporary tables: those of INPUTS typed as declared and empty where no frame is given, others as they are.

    Columns go by name; one that is missing is NULL, one that nobody declared is an error. A rule then sees nothing but the batch.
    """
    for name in INPUTS:
        _create(connection, name)
    for name, frame in frames.items():
        connection.register("frame_to_lay", frame)
        if name in INPUTS:
            connection.execute(f"INSERT INTO temp.{name} BY NAME SELECT * FROM frame_to_lay")
        else:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM frame_to_lay")
        connection.unregister("frame_to_lay")


def lay_missing(connection: duckdb.DuckDBPyConnection) -> None:
    """Gives every relation of INPUTS that is not there an empty table: a caller without running text need not know of it."""
    present = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    present |= {name for (name,) in connection.execute("SELECT view_name FROM duckdb_views()").fetchall()}
    for name in INPUTS:
        if name not in present:
            _create(connection, name)


def is_given(connection: duckdb.DuckDBPyConnection, needs: str | None) -> bool:
    """Whether there is anything that rules with such a need could judge: to plan a query costs more than to run it over nothing."""
    relations = _NEEDED[needs]
    return not relations or any(
        connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is not None for name in relations
    )


def forms_given(connection: duckdb.DuckDBPyConnection) -> set[str | None]:
    """The forms of the batch."""
    return {code for (code,) in connection.execute("SELECT DISTINCT form_code FROM check_submission").fetchall()}


def _create(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    declared = ", ".join(f"{column} {kind}" for column, kind in INPUTS[name].items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({declared})")
