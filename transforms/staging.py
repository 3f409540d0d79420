"""Readings to frames: what the `stg_*` tables hold, with explicit schemas, so that no type is ever guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from transforms.submission import FileReading

_TEXT = pl.String
_FILE_FIELDS = (
    *("media_type", "stamp_unit", "stamp_period", "stamp_form", "stamp_edition", "stamp_template_version"),
    *("cover_unit", "cover_period", "cover_scope", "cover_is_nil", "edition"),
)
_FILES = {
    "sha256": _TEXT,
    **dict.fromkeys(_FILE_FIELDS, _TEXT),
    "cover_is_nil": pl.Boolean,
    "error_code": _TEXT,
    "error_detail": _TEXT,
}
_READ = {
    "cell_code": _TEXT,
    "state": _TEXT,
    "value": pl.Decimal(18, 6),
    "text": _TEXT,
    "sheet": _TEXT,
    "address": _TEXT,
}
_PROBLEMS: _Kinds = dict.fromkeys(("sha256", "rule_id", "detail", "sheet", "address", "text"), _TEXT)
# `T3:refused.third_party.total` → table T3, row refused.third_party, column total
_CODE = r"^(\w+):(.+)\.(\w+)$"


@dataclass(frozen=True, slots=True)
class Staged:
    """One row a file, a cell, a problem; columns as `stg_file`, `stg_cell`, `stg_problem` in warehouse/tables.yaml."""

    files: pl.DataFrame
    cells: pl.DataFrame
    problems: pl.DataFrame


def stage_readings(readings: Iterable[tuple[str, FileReading]]) -> Staged:
    """Frames of (sha256, reading) pairs, in their order."""
    files: list[tuple[object, ...]] = []
    cells: list[pl.DataFrame] = []
    problems: list[tuple[object, ...]] = []
    for sha256, reading in readings:
        code, detail = reading.error or (None, None)
        files.append((sha256, *(getattr(reading, name) for name in _FILE_FIELDS), code, detail))
        problems += ((sha256, *problem) for problem in reading.problems)
        if reading.cells:
            cells.append(pl.DataFrame(reading.cells, _READ, orient="row").with_columns(sha256=pl.lit(sha256)))
    return Staged(
        pl.DataFrame(files, _FILES, orient="row"), _with_codes(cells), pl.DataFrame(problems, _PROBLEMS, orient="row")
    )


def _with_codes(cells: list[pl.DataFrame]) -> pl.DataFrame:
    frame = pl.concat(cells) if cells else pl.DataFrame(schema=_READ | {"sha256": _TEXT})
    parts = pl.col("cell_code").str.extract_groups(_CODE).struct
    return frame.with_columns(table_code=parts.field("1"), row_code=parts.field("2"), column_code=parts.field("3"))
