"""Reports to frames: the running text as `stg_paragraph`, beside the cells that staging.py lays out."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from transforms.report.report_reading import ReportReading

PARAGRAPHS = pl.Schema(
    {"sha256": pl.String(), "number": pl.Int32(), **dict.fromkeys(("section", "place", "text"), pl.String())}
)


def stage_paragraphs(reports: Iterable[tuple[str, ReportReading]]) -> pl.DataFrame:
    """stg_paragraph(sha256, number, section, place, text) of (sha256, reading) pairs: `section` 一 to 六, empty before the first."""
    rows = [(key, p.number, p.section, p.place, p.text) for key, reading in reports for p in reading.paragraphs]
    return pl.DataFrame(rows, PARAGRAPHS, orient="row")
