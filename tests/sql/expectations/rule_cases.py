"""Golden cases of the rules: a folder of input tables and the checks that come out, no code.

`<RULE-ID>/<case>/<input>.csv` holds the columns that matter, the others are NULL; a cell's table, row and column follow from its
code, and the key of its submission from check_submission.csv. `cat_cell.csv` lists the cells that exist in the case.
`expect.csv` holds a row for each check, with the columns that the case is about. An empty field is NULL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from expectations.inputs import INPUTS, lay_inputs
from expectations.rules import rule_query
from warehouse.catalog.catalog import load_catalog, load_register
from warehouse.catalog_tables import catalog_frames
from warehouse.keypoint_tables import KEYPOINT_SCHEMAS

CASES = Path(__file__).parent
YEARS = range(2024, 2027)
_KEY = ("unit_code", "period", "form_code", "scope", "edition")


def case_folders() -> Iterator[Path]:
    """Every case, `<RULE-ID>/<case>`."""
    return (expect.parent for expect in sorted(CASES.glob("*/*/expect.csv")))


def differences(case: Path) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Checks that are missing and checks that are too many."""
    wanted = _read(case / "expect.csv")
    with duckdb.connect() as connection:
        lay_inputs(connection, _frames(case))
        rows = connection.execute(rule_query(load_catalog().rule(case.parent.name))).pl()
        connection.register("made", rows.select(wanted.columns))
        casts = ", ".join(f"{column}::VARCHAR AS {column}" for column in wanted.columns)
        plain = _trimmed(connection.execute(f"SELECT {casts} FROM made").pl())
    return _surplus(_trimmed(wanted), plain), _surplus(plain, _trimmed(wanted))


def _frames(case: Path) -> dict[str, pl.DataFrame]:
    given = {name: _read(case / f"{name}.csv") for name in INPUTS if (case / f"{name}.csv").is_file()}
    if "check_cell" in given:
        given["check_cell"] = _whole_cells(given["check_cell"], given["check_submission"])
    own = case / "units.csv"
    catalog = catalog_frames(load_catalog(), load_register(own if own.is_file() else CASES / "units.csv"), YEARS)
    listed = case / "cat_cell.csv"
    shown = _read(listed)["cell_code"].to_list() if listed.is_file() else []
    cells = catalog["cat_cell"].filter(pl.col("cell_code").is_in(shown))
    return {**catalog, **_keypoints(case), **given, "cat_cell": cells}


def _keypoints(case: Path) -> dict[str, pl.DataFrame]:
    """The key points of a case: none, or those of its own files."""
    frames = {}
    for name, schema in KEYPOINT_SCHEMAS.items():
        path, empty = case / f"{name}.csv", pl.DataFrame(schema=schema)
        given = pl.read_csv(path, schema_overrides=schema) if path.is_file() else empty
        frames[name] = pl.concat([empty, given], how="diagonal")
    return frames


def _whole_cells(cells: pl.DataFrame, submissions: pl.DataFrame) -> pl.DataFrame:
    code = pl.col("cell_code")
    parts = code.str.extract_groups(r"^(?<table_code>T\d):(?<row_code>.+)\.(?<column_code>[^.]+)$").struct.unnest()
    key = submissions.select("submission_id", *(name for name in _KEY if name in submissions.columns))
    return cells.with_columns(parts).join(key, on="submission_id", how="left")


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def _trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """`7.000000` and `7` are the same figure."""
    return frame.with_columns(pl.col(pl.String).str.replace(r"^(-?\d+)\.(\d*?)0+$", "$1.$2").str.strip_suffix("."))


def _surplus(left: pl.DataFrame, right: pl.DataFrame) -> list[dict[str, object]]:
    return left.join(right, on=left.columns, how="anti", nulls_equal=True).rows(named=True)
