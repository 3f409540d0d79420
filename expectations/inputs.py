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
}


def lay_inputs(connection: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Puts frames into temporary tables: those of INPUTS typed as declared and empty where no frame is given, others as they are.

    Columns go by name; one that is missing is NULL, one that nobody declared is an error. A rule then sees nothing but the batch.
    """
    for name, columns in INPUTS.items():
        declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({declared})")
    for name, frame in frames.items():
        connection.register("frame_to_lay", frame)
        if name in INPUTS:
            connection.execute(f"INSERT INTO temp.{name} BY NAME SELECT * FROM frame_to_lay")
        else:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM frame_to_lay")
        connection.unregister("frame_to_lay")
