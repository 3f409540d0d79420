"""What the running text of reports says, laid out for the rules that weigh it: paragraphs, claims, passages like another's."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from transforms.claims.derive import derive_claims
from transforms.claims.similarity import Report, derive_similarity
from transforms.report.report_reading import ReportReading
from transforms.report.staging import stage_paragraphs
from warehouse.catalog.catalog import Catalog


def text_frames(told: Sequence[tuple[str, ReportReading, str]], catalog: Catalog) -> dict[str, pl.DataFrame]:
    """The input relations of text by name, with `sha256`, from (sha256, report, the body's name) triples."""
    paragraphs = stage_paragraphs((key, reading) for key, reading, _ in told)
    years = {key: reading.year for key, reading, _ in told}
    names = {key: tuple(dict.fromkeys((reading.unit or body, body))) for key, reading, body in told}
    claims = derive_claims(paragraphs, catalog.claims, years, names)
    reports = {
        key: Report(body, reading.year, f"{reading.unit or body}{reading.year or ''}年报告")
        for key, reading, body in told
    }
    copies = derive_similarity(paragraphs, claims, catalog.claims.words, reports)
    return {"check_paragraph": paragraphs, "check_claim": claims, "check_similarity": copies}
