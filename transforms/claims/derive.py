"""Claims of running text: every figure, percentage, period, citation, contact that a report states and that the rules can weigh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from transforms.claims.about import read_changes, read_shares, read_upheld
from transforms.claims.bodies import read_bodies
from transforms.claims.figures import read_figures
from transforms.claims.marks import read_marks, read_residues
from transforms.claims.sentences import Claim, Sentence, normal_text, read_sentences
from transforms.claims.sums import read_sums
from warehouse.catalog.claims import Claims, ClaimWords

_MONEY = pl.Decimal(18, 6)
CLAIM_SCHEMA: dict[str, Any] = {
    **{"sha256": pl.String, "claim_no": pl.Int32, "paragraph": pl.Int32, "section": pl.String, "place": pl.String},
    **{"text": pl.String, "kind": pl.String, "subject": pl.String, "value": _MONEY, "unit": pl.String},
    **{"year": pl.Int32, "tolerance": _MONEY, "part": _MONEY, "is_loose": pl.Boolean, "detail": pl.String},
    **{"starts_on": pl.Date, "ends_on": pl.Date},
}
_FIELDS = tuple(CLAIM_SCHEMA)[5:]
_QUOTED = 120


def derive_claims(
    paragraphs: pl.DataFrame,
    declared: Claims,
    years: Mapping[str, int | None],
    bodies: Mapping[str, Sequence[str]],
) -> pl.DataFrame:
    """stg_claim (CLAIM_SCHEMA) from stg_paragraph(sha256, number, section, place, text).

    `years` is the year each file reports on, `bodies` the names of its reporting body, the first as the report has it. Kinds: figure,
    ambiguous (told, not to be compared), percent, change, former, all_upheld, sum, period, year, citation, metric, residue, body.
    """
    rows: list[dict[str, Any]] = []
    for (sha256,), report in paragraphs.sort("sha256", "number").group_by(["sha256"], maintain_order=True):
        key = str(sha256)
        claims = _report_claims(report, declared, years.get(key), tuple(bodies.get(key, ())))
        rows += ({"sha256": key, "claim_no": number, **row} for number, row in enumerate(claims, 1))
    return pl.DataFrame(rows, CLAIM_SCHEMA, orient="row")


def _report_claims(
    report: pl.DataFrame, declared: Claims, year: int | None, names: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    before = ""
    for paragraph in report.iter_rows(named=True):
        text = normal_text(paragraph["text"] or "")
        place = {name: paragraph[name] for name in ("section", "place")} | {"paragraph": paragraph["number"]}
        for claim in _paragraph_claims(text, before, declared, year, names):
            yield {**place, **{name: getattr(claim, name) for name in _FIELDS}, "text": claim.text[-_QUOTED:]}
        before = text or before


def _paragraph_claims(
    text: str, before: str, declared: Claims, year: int | None, names: tuple[str, ...]
) -> Iterator[Claim]:
    words = declared.words
    former: list[Claim] = []
    for sentence in read_sentences(words, text, before, year, names[0] if names else None):
        figures = read_figures(words, sentence)
        yield from figures
        yield from _said_about(words, sentence, figures, former)
        yield from read_marks(declared, sentence)
        yield from read_bodies(words, sentence, names)
        former = figures
    yield from read_residues(declared, text)


def _said_about(words: ClaimWords, sentence: Sentence, figures: list[Claim], former: list[Claim]) -> Iterator[Claim]:
    yield from read_shares(words, sentence, figures)
    yield from read_changes(words, sentence, figures, former)
    yield from read_upheld(words, sentence)
    yield from read_sums(words, sentence, figures)
