"""Labels as printed, and what they stand for: numbering, punctuation and the year's or the quarter's wording make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Axis, Edition, RowGroup

Slot = tuple[str, str]
Senses = Mapping[Slot, str]
ROW, COLUMN, HEADING = "row", "column", "heading"
IGNORED = "ignored"
_NO_SENSE: Senses = {}
_NUMBERING = re.compile(r"[0-9]{1,2}[.、,:)]*|\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十]{1,3}[、.,:]")
_LONGEST = 120
_REMEMBERED = 1 << 14


@dataclass(frozen=True)
class Lexicon:
    """The labels of one catalogue. `key` is the form in which labels compare, `senses` what a text as printed may stand for:
    a row, a column, or a heading of `T2`, `T3`, `T4` that holds no figures. `merged_rows` are the headings, by key, that some
    reports print as one row, with the code of that row. `labels` are all declared labels by their keys."""

    key: Callable[[str], str]
    senses: Callable[[str], Senses]
    merged_rows: Mapping[str, str]
    labels: Mapping[str, str]


def lexicon_of(catalog: Catalog) -> Lexicon:
    """The lexicon of a catalogue, built once."""
    if catalog.fingerprint not in _BUILT:
        _BUILT[catalog.fingerprint] = _build(catalog)
    return _BUILT[catalog.fingerprint]


_BUILT: dict[str, Lexicon] = {}


def _build(catalog: Catalog) -> Lexicon:
    wordings = sorted(((w.written, w.folded) for w in catalog.templates.wordings), key=lambda pair: -len(pair[0]))
    key = lru_cache(maxsize=_REMEMBERED)(partial(label_key, wordings=dict(wordings)))
    known: dict[str, dict[Slot, str]] = {}
    labels: dict[str, str] = {}
    for label, table, axis, code in declared_labels(catalog):
        known.setdefault(key(label), {}).setdefault((table, axis), code)
        labels.setdefault(key(label), label)

    @lru_cache(maxsize=_REMEMBERED)
    def senses(text: str) -> Senses:
        return known.get(key(text), _NO_SENSE) if len(text) <= _LONGEST else _NO_SENSE

    merged = {key(cell.row_label): cell.row for edition in catalog.editions for cell in edition.merged_cells.values()}
    return Lexicon(key, senses, merged, labels)


def label_key(text: str, wordings: Mapping[str, str]) -> str:
    """`一、本年新收…数量` and `本期新收…数量` have one key; a mere number, dash or blank has the empty one."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    for _ in range(2):
        match = _NUMBERING.match(folded)
        folded = folded[match.end() :] if match else folded
    for written, word in wordings.items():
        if written in folded:
            folded = folded.replace(written, word)
    key = "".join(letter for letter in folded if letter.isalnum())
    return "" if key.isdigit() else key


def declared_labels(catalog: Catalog) -> Iterator[tuple[str, str, str, str]]:
    """Every (label, table, axis, code) of the editions and of labels.csv, the editions first."""
    for edition in catalog.editions:
        yield from _proactive(edition)
        yield from _requests(edition)
        yield from _disputes(edition)
    for variant in catalog.labels:
        axis = HEADING if variant.code == IGNORED else variant.axis
        yield variant.variant, variant.table, axis, "" if variant.code == IGNORED else variant.code


def _proactive(edition: Edition) -> Iterator[tuple[str, str, str, str]]:
    table = edition.proactive
    yield table.title, table.code, HEADING, ""
    for block in table.blocks:
        yield block.label, table.code, HEADING, ""
        yield block.row_header, table.code, HEADING, ""
        yield from _axes(block.rows, table.code, ROW)
        yield from _axes(block.columns, table.code, COLUMN)


def _requests(edition: Edition) -> Iterator[tuple[str, str, str, str]]:
    table = edition.requests
    for heading in (table.title, table.corner, table.columns_title):
        yield heading, table.code, HEADING, ""
    yield from _axes(table.columns, table.code, COLUMN)
    yield from _axes([leaf for leaf, _ in table.leaves()], table.code, ROW)
    yield from _groups(table.rows, table.code)


def _groups(rows: Iterable[RowGroup | Axis], table: str) -> Iterator[tuple[str, str, str, str]]:
    for row in rows:
        if isinstance(row, RowGroup):
            for label in {row.label, row.period_label or row.label}:
                yield label, table, HEADING if row.merged_code is None else ROW, row.merged_code or ""
            yield from _groups(row.rows, table)


def _disputes(edition: Edition) -> Iterator[tuple[str, str, str, str]]:
    table = edition.disputes
    yield table.title, table.code, HEADING, ""
    yield from _axes(table.rows, table.code, ROW)
    yield from _axes(table.columns, table.code, COLUMN)


def _axes(axes: Iterable[Axis], table: str, axis: str) -> Iterator[tuple[str, str, str, str]]:
    for one in axes:
        for label in {one.label, one.period_label or one.label}:
            yield label, table, axis, one.code
        if one.group:
            yield one.group, table, HEADING, ""
