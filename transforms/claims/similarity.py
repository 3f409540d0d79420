"""Near copies between reports: passages that stand, figures aside, in another unit's report or in the unit's own of last year."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import polars as pl
from rapidfuzz import fuzz

from transforms.claims.sentences import SENTENCE_END, normal_text
from warehouse.catalog.claims import ClaimWords, Copying

SIMILARITY_SCHEMA: dict[str, Any] = {
    **{"sha256": pl.String, "kind": pl.String, "other": pl.String, "share": pl.Float64, "passages": pl.Int32},
    **{"place": pl.String, "text": pl.String, "detail": pl.String},
}
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SHINGLE, _KEPT = 12, 8
_SHOWN = 40
_FIGURES = ("figure", "ambiguous", "change", "former", "percent")


@dataclass(frozen=True, slots=True)
class Report:
    """One report among others: whose, of which year; `shown` is how a finding names it."""

    body: str
    year: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class _Passage:
    sha256: str
    place: str
    text: str
    masked: str


def derive_similarity(
    paragraphs: pl.DataFrame, claims: pl.DataFrame, words: ClaimWords, reports: Mapping[str, Report]
) -> pl.DataFrame:
    """stg_similarity (SIMILARITY_SCHEMA): a row for each report and each other one that it has passages of; one without `other` where
    it was compared and has none.

    kind `unit`: another body's report of the same year or before; `year`: the same body's of the year before. `share` is the part of
    the report's own passages (characters, 0 to 1; sentences that all reports share by nature, and those that tell the tables' figures,
    are left out: both are the same every year) with a near copy there. kind
    `phone`: a telephone number that another body's report gives as well. Reports of unknown year are compared with none.
    """
    passages = _passages(paragraphs, claims, words.copying)
    found = _copies(passages, words.copying, reports)
    rows = [_row(*pair, copies, passages, words.copying, reports) for pair, copies in sorted(found.items())]
    rows += _untouched(passages, {(own, _kind(own, other, reports)) for own, other in found}, reports)
    return pl.DataFrame([*rows, *_phones(claims, words, reports)], SIMILARITY_SCHEMA, orient="row")


def _passages(paragraphs: pl.DataFrame, claims: pl.DataFrame, copying: Copying) -> dict[str, list[_Passage]]:
    shared = [re.compile(pattern) for pattern in copying.shared]
    told = _told_figures(claims)
    passages: dict[str, list[_Passage]] = defaultdict(list)
    for row in paragraphs.sort("sha256", "number").iter_rows(named=True):
        sentences = SENTENCE_END.split(normal_text(row["text"] or ""))
        figures = told[row["sha256"], row["number"]]
        own = [one for one in sentences if not _is_common(one, shared, figures)]
        text = "。".join(own)
        if len(text) >= copying.shortest:
            passages[row["sha256"]].append(_Passage(row["sha256"], row["place"], text, _DIGITS.sub("0", text)))
    return passages


def _told_figures(claims: pl.DataFrame) -> dict[tuple[str, int], list[str]]:
    """Where a text tells figures of the tables, by file and paragraph."""
    told: dict[tuple[str, int], list[str]] = defaultdict(list)
    figures = claims.filter(pl.col("kind").is_in(_FIGURES))
    for sha256, paragraph, text in figures.select("sha256", "paragraph", "text").iter_rows():
        told[sha256, paragraph].append(text)
    return told


def _is_common(sentence: str, shared: Sequence[re.Pattern[str]], figures: Sequence[str]) -> bool:
    """Whether a sentence stands in every report by nature: statutory wording, and the figures of the form."""
    return any(pattern.search(sentence) for pattern in shared) or any(figure in sentence for figure in figures)


def _untouched(
    passages: Mapping[str, list[_Passage]], copied: Set[tuple[str, str | None]], reports: Mapping[str, Report]
) -> Iterator[dict[str, Any]]:
    """One row where a report was compared and nothing in it is a copy: other than not having been compared at all."""
    for own in passages:
        for kind in ("unit", "year"):
            if (own, kind) not in copied and any(_kind(own, other, reports) == kind for other in passages):
                yield {"sha256": own, "kind": kind, "share": 0.0, "passages": 0}


def _kind(own: str, other: str, reports: Mapping[str, Report]) -> str | None:
    mine, theirs = reports.get(own), reports.get(other)
    if mine is None or theirs is None or own == other or mine.year is None or theirs.year is None:
        return None
    if mine.body == theirs.body:
        return "year" if theirs.year == mine.year - 1 else None
    return "unit" if theirs.year <= mine.year else None


def _copies(
    passages: Mapping[str, list[_Passage]], copying: Copying, reports: Mapping[str, Report]
) -> dict[tuple[str, str], list[tuple[_Passage, _Passage]]]:
    """Near copies by pair of reports; only passages with a rare run of characters in common are compared."""
    index: dict[int, list[_Passage]] = defaultdict(list)
    for passage in (passage for listed in passages.values() for passage in listed):
        for mark in _marks(passage.masked):
            index[mark].append(passage)
    copies: dict[tuple[str, str], list[tuple[_Passage, _Passage]]] = defaultdict(list)
    for passage in (passage for listed in passages.values() for passage in listed):
        near = {id(other): other for mark in _marks(passage.masked) for other in index[mark]}
        for other in near.values():
            pair = (passage.sha256, other.sha256)
            if _kind(*pair, reports) is not None and _alike(passage, other, copying.likeness):
                copies[pair].append((passage, other))
    return copies


def _marks(text: str) -> list[int]:
    """The smallest hashes of all runs of characters: texts that share most of their runs share most of these."""
    runs = {text[n : n + _SHINGLE] for n in range(len(text) - _SHINGLE + 1)}
    return sorted(zlib.crc32(run.encode()) for run in runs)[:_KEPT]


def _alike(passage: _Passage, other: _Passage, likeness: float) -> bool:
    return fuzz.ratio(passage.masked, other.masked, score_cutoff=likeness) > 0


def _row(
    own: str,
    other: str,
    copies: Sequence[tuple[_Passage, _Passage]],
    passages: Mapping[str, list[_Passage]],
    copying: Copying,
    reports: Mapping[str, Report],
) -> dict[str, Any]:
    copied = {id(mine): (mine, theirs) for mine, theirs in copies}
    whole = sum(len(passage.text) for passage in passages[own])
    part = sum(len(mine.text) for mine, _ in copied.values())
    longest = sorted(copied.values(), key=lambda pair: -len(pair[0].text))[: copying.shown]
    said = "；".join(f"{mine.place}“{mine.text[:_SHOWN]}…”（对方{theirs.place}）" for mine, theirs in longest)
    return {
        "sha256": own,
        "kind": _kind(own, other, reports),
        "other": reports[other].shown,
        "share": part / whole,
        "passages": len(copied),
        "place": longest[0][0].place if longest else None,
        "text": longest[0][0].text if longest else None,
        "detail": said,
    }


def _phones(claims: pl.DataFrame, words: ClaimWords, reports: Mapping[str, Report]) -> Iterator[dict[str, Any]]:
    """Numbers that few other bodies give: one that many give is the district's own."""
    told = claims.filter(pl.col("kind") == "body", pl.col("subject") == "phone")
    holders: dict[str, dict[str, Report]] = defaultdict(dict)
    for row in told.iter_rows(named=True):
        if row["sha256"] in reports:
            holders[row["detail"]][reports[row["sha256"]].body] = reports[row["sha256"]]
    for row in told.unique(["sha256", "detail"], keep="first", maintain_order=True).iter_rows(named=True):
        mine = reports.get(row["sha256"])
        others = [report for body, report in holders[row["detail"]].items() if mine is not None and body != mine.body]
        if others and len(others) < words.contact.shared_by:
            place = {name: row[name] for name in ("sha256", "place", "text")}
            yield {**place, "kind": "phone", "other": others[0].shown, "share": 1.0, "detail": row["detail"]}
