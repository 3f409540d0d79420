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
    "check_similarity": {
        **{"submission_id": "BIGINT", "share": "DOUBLE", "passages": "INTEGER"},
        **dict.fromkeys(("kind", "other", "place", "text", "detail"), "VARCHAR"),
    },
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


def _create(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    declared = ", ".join(f"{column} {kind}" for column, kind in INPUTS[name].items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({declared})")
