"""A batch with running text: what its paragraphs claim and copy is read as it is for a published report."""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl

from expectations.rules import rule_query
from tests.unit.expectations.batch import Batch
from transforms.claims.derive import derive_claims
from transforms.claims.similarity import Report, derive_similarity

Judged = tuple[str, float | None, float | None]
_PARAGRAPH = {"sha256": pl.String, "number": pl.Int32, "section": pl.String, "place": pl.String, "text": pl.String}


class TextBatch(Batch):
    """As Batch, with what each report says; a unit's code is its name."""

    def __init__(self, *units: Any) -> None:
        super().__init__(*units)
        self.paragraphs: list[tuple[str, int, str, str, str]] = []

    def tell(self, submission_id: int, *texts: str, section: str = "一") -> None:
        """Paragraphs of a report, after those it has."""
        begun = sum(row[0] == str(submission_id) for row in self.paragraphs)
        self.paragraphs += [
            (str(submission_id), number, section, f"第{number}段", text) for number, text in enumerate(texts, begun + 1)
        ]

    def lay(self) -> duckdb.DuckDBPyConnection:
        """A database with the input relations, those of the text among them."""
        paragraphs = pl.DataFrame(self.paragraphs, _PARAGRAPH, orient="row")
        known = {str(row["submission_id"]): row for row in self.rows["check_submission"]}
        years = {key: None if row["period"] is None else int(row["period"][:4]) for key, row in known.items()}
        reports = {
            key: Report(row["unit_code"], years[key], f"{row['unit_code']}{years[key]}年报告")
            for key, row in known.items()
        }
        claims = derive_claims(
            paragraphs, self.catalog.claims, years, {key: (row["unit_code"],) for key, row in known.items()}
        )
        copies = derive_similarity(paragraphs, claims, self.catalog.claims.words, reports)
        for name, frame in (("paragraph", paragraphs), ("claim", claims), ("similarity", copies)):
            numbered = frame.with_columns(submission_id=pl.col("sha256").cast(pl.Int64)).drop("sha256")
            self.rows[f"check_{name}"] = numbered.to_dicts()
        return super().lay()

    def judged(self, rule_id: str) -> list[Judged]:
        """Outcome, expected and actual of every check of a rule, in the order of the text."""
        query = rule_query(self.catalog.rule(rule_id))
        with self.lay() as connection:
            rows = connection.execute(
                f"SELECT outcome, expected::DOUBLE, actual::DOUBLE, (submission_id, check_key) FROM ({query}\n) "
                "ORDER BY submission_id, try_cast(check_key AS INTEGER), check_key"
            ).fetchall()
        assert len({row[3] for row in rows}) == len(rows), "a check has been made twice"
        return [row[:3] for row in rows]

    def sentences(self, rule_id: str) -> list[str]:
        """What the unit is told."""
        return self.judge(rule_ids=[rule_id]).violations["message"].to_list()


def report(
    *texts: str, cells: dict[str, float | None] | None = None, unit: str = "云江区财政局", year: str = "2025"
) -> TextBatch:
    """One report with its text; cells that are not named are 0."""
    batch = TextBatch()
    batch.tell(batch.submit(unit, year, cells or {}), *texts)
    return batch
