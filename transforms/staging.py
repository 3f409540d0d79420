"""Readings to frames: what the `stg_*` tables hold, with explicit schemas, so that no type is ever guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from transforms.file_reading import FileReading

if TYPE_CHECKING:
    from transforms.recognise.tables import ReadCell

_FILE_FIELDS = (
    *("media_type", "stamp_unit", "stamp_period", "stamp_form", "stamp_edition", "stamp_template_version"),
    *("cover_unit", "cover_period", "cover_scope", "cover_is_nil", "edition"),
)
FILES = pl.Schema(
    {
        **dict.fromkeys(("sha256", *_FILE_FIELDS, "error_code", "error_detail"), pl.String()),
        "cover_is_nil": pl.Boolean(),
    }
)
CELLS = pl.Schema(
    {
        **dict.fromkeys(("sha256", "cell_code", "table_code", "row_code", "column_code", "state"), pl.String()),
        "value": pl.Decimal(18, 6),
        **dict.fromkeys(("text", "sheet", "address"), pl.String()),
    }
)
PROBLEMS = pl.Schema(dict.fromkeys(("sha256", "rule_id", "detail", "sheet", "address", "text"), pl.String()))
NOTES = pl.Schema(
    {
        "sha256": pl.String(),
        "note_no": pl.Int32(),
        **dict.fromkeys(("table_text", "cell_text", "text", "sheet", "address"), pl.String()),
    }
)
TASKS = pl.Schema(
    {
        "sha256": pl.String(),
        "row_no": pl.Int32(),
        **dict.fromkeys(("document", "task_id", "status_text", "status", "progress", "done_text"), pl.String()),
        "done_on": pl.Date(),
        **dict.fromkeys(("evidence", "sheet", "address", "done_address", "evidence_address"), pl.String()),
    }
)
_FIGURE = pl.Decimal(18, 6)
TASK_FIGURES = pl.Schema(
    {
        **{"sha256": pl.String(), "row_no": pl.Int32()},
        **dict.fromkeys(("document", "task_id", "indicator_code", "numerator_text", "numerator_state"), pl.String()),
        **{"numerator": _FIGURE, "numerator_address": pl.String()},
        **dict.fromkeys(("denominator_text", "denominator_state"), pl.String()),
        **{"denominator": _FIGURE, "denominator_address": pl.String(), "sheet": pl.String()},
    }
)
METRICS = pl.Schema(
    {
        **{"sha256": pl.String(), "row_no": pl.Int32()},
        **dict.fromkeys(("measure_code", "text", "state"), pl.String()),
        **{"value": _FIGURE, "note": pl.String(), "sheet": pl.String(), "address": pl.String()},
    }
)
FILINGS = pl.Schema(
    {
        **{"sha256": pl.String(), "row_no": pl.Int32()},
        **dict.fromkeys(("field", "text", "state", "code"), pl.String()),
        **{"day": pl.Date(), "value": _FIGURE, "sheet": pl.String(), "address": pl.String()},
    }
)
_READ = ("cell_code", "state", "value", "text", "sheet", "address")
# `T3:refused.third_party.total` → table T3, row refused.third_party, column total
_CODE = r"^(\w+):(.+)\.(\w+)$"


@dataclass(frozen=True, slots=True)
class Staged:
    """One row a file, a cell, a problem, a note, an answer on a task, a figure of one, a measure, a cell of the list of documents; columns
    as the `stg_*` tables in warehouse/tables.yaml.
    """

    files: pl.DataFrame
    cells: pl.DataFrame
    problems: pl.DataFrame
    notes: pl.DataFrame
    tasks: pl.DataFrame
    task_figures: pl.DataFrame
    metrics: pl.DataFrame
    filings: pl.DataFrame


def stage_readings(readings: Iterable[tuple[str, FileReading]]) -> Staged:
    """Frames of (sha256, reading) pairs, in their order."""
    files: list[tuple[object, ...]] = []
    cells: list[ReadCell] = []
    counts: list[int] = []
    problems: list[tuple[str | None, ...]] = []
    notes: list[tuple[object, ...]] = []
    tasks: list[tuple[object, ...]] = []
    figures: list[tuple[object, ...]] = []
    metrics: list[tuple[object, ...]] = []
    filings: list[tuple[object, ...]] = []
    for sha256, reading in readings:
        code, detail = reading.error or (None, None)
        files.append((sha256, *(getattr(reading, name) for name in _FILE_FIELDS), code, detail))
        cells += reading.cells
        counts.append(len(reading.cells))
        problems += ((sha256, *problem) for problem in reading.problems)
        notes += ((sha256, *note) for note in reading.notes)
        tasks += ((sha256, *answer) for answer in reading.tasks)
        figures += ((sha256, *figure) for figure in reading.task_figures)
        metrics += ((sha256, *answer) for answer in reading.metrics)
        filings += ((sha256, *cell) for cell in reading.filings)
    frame = pl.DataFrame(files, FILES, orient="row")
    return Staged(
        files=frame,
        cells=_cells(frame["sha256"], counts, cells),
        problems=pl.DataFrame(problems, PROBLEMS, orient="row"),
        notes=pl.DataFrame(notes, NOTES, orient="row"),
        tasks=pl.DataFrame(tasks, TASKS, orient="row"),
        task_figures=pl.DataFrame(figures, TASK_FIGURES, orient="row"),
        metrics=pl.DataFrame(metrics, METRICS, orient="row"),
        filings=pl.DataFrame(filings, FILINGS, orient="row"),
    )


def _cells(sha256: pl.Series, counts: Sequence[int], cells: Sequence[ReadCell]) -> pl.DataFrame:
    """Decimals go over as text: that is exact, and three times as fast as one by one."""
    columns: list[Sequence[object]] = list(zip(*cells, strict=True)) if cells else [()] * len(_READ)
    written = dict(zip(_READ, columns, strict=True))
    written["value"] = [None if value is None else str(value) for value in written["value"]]
    frame = pl.DataFrame(written, dict.fromkeys(_READ, pl.String)).with_columns(
        _owners(sha256, counts), pl.col("value").cast(CELLS["value"])
    )
    return frame.join(_parts(frame), on="cell_code", how="left", maintain_order="left").select(CELLS.names())


def _owners(sha256: pl.Series, counts: Sequence[int]) -> pl.Series:
    """The file of every cell."""
    files = pl.DataFrame({"sha256": sha256, "n": pl.Series(counts, dtype=pl.UInt32)}).filter(pl.col("n") > 0)
    return files.select(pl.col("sha256").repeat_by("n").explode())["sha256"]


def _parts(frame: pl.DataFrame) -> pl.DataFrame:
    parts = (
        pl.col("cell_code").str.extract_groups(_CODE).struct.rename_fields(["table_code", "row_code", "column_code"])
    )
    return frame.select("cell_code").unique().with_columns(parts.alias("parts")).unnest("parts")
