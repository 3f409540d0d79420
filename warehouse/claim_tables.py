"""What the rules on text and plausibility join: cells of each thing that a text can say, documents cited, fees, thresholds."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from warehouse.catalog.catalog import Catalog
from warehouse.catalog.claims import Subject, part_cells
from warehouse.catalog.forms import Edition

_TEXT, _DAY, _WHOLE, _NUMBER = pl.String, pl.Date, pl.Int32, pl.Float64
CLAIM_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "cat_claim_subject": {**dict.fromkeys(("subject", "label", "part_of"), _TEXT)},
    "cat_claim_cell": dict.fromkeys(("edition", "subject", "role", "cell_code", "merged_into"), _TEXT),
    "cat_citation": {
        **dict.fromkeys(("number", "topic", "series", "replaced_by"), _TEXT),
        **{"valid_from": _DAY, "valid_to": _DAY},
    },
    "cat_edition": {"edition": _TEXT, "document_number": _TEXT, "issued_on": _DAY},
    "cat_fee_amount": {"method": _TEXT, "due_before": _WHOLE, "price": _WHOLE, "due_after": _WHOLE},
    "cat_threshold": {"rule_id": _TEXT, "cell_code": _TEXT, "ratio": _NUMBER, "at_least": _NUMBER},
}


def claim_rows(catalog: Catalog) -> dict[str, Iterator[tuple[object, ...]]]:
    """The rows of CLAIM_SCHEMAS by relation.

    cat_claim_cell: role `figure` the cells of a subject, `also` those of its other meaning, `whole1`… of what it can be part of.
    cat_citation: `series` is year and number, in which a wrong name of a document is still the same: 〔2021〕30号.
    """
    return {
        "cat_claim_subject": _subjects(catalog),
        "cat_claim_cell": (row for edition in catalog.editions for row in _cells(catalog, edition)),
        "cat_citation": _citations(catalog),
        "cat_edition": ((one.edition, one.document_number, one.issued_on) for one in catalog.editions),
        "cat_fee_amount": catalog.claims.fees.amounts(),
        "cat_threshold": _thresholds(catalog),
    }


def _subjects(catalog: Catalog) -> Iterator[tuple[object, ...]]:
    words = catalog.claims.words
    whole = {part: whole for whole, parts in words.part_of.items() for part in parts}
    for subject in words.subjects:
        yield subject.code, subject.label, whole.get(subject.code)


def _cells(catalog: Catalog, edition: Edition) -> Iterator[tuple[object, ...]]:
    for subject in catalog.claims.words.subjects:
        for role, codes in _roles(subject, catalog, edition):
            for code in codes:
                yield edition.edition, subject.code, role, code, edition.merged_into.get(code)


def _roles(subject: Subject, catalog: Catalog, edition: Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "figure", part_cells(subject, catalog.narrative, edition)
    if subject.also is not None:
        yield "also", part_cells(subject.also, catalog.narrative, edition)
    for number, whole in enumerate(subject.wholes, 1):
        yield f"whole{number}", part_cells(whole, catalog.narrative, edition)


def _citations(catalog: Catalog) -> Iterator[tuple[object, ...]]:
    for one in catalog.claims.citations.documents:
        series = one.number[one.number.index("〔") :] if "〔" in one.number else None
        yield one.number, one.topic, series, one.replaced_by, one.valid_from, one.valid_to


def _thresholds(catalog: Catalog) -> Iterator[tuple[object, ...]]:
    for rule in catalog.rules:
        for threshold in rule.thresholds:
            for code in threshold.cells:
                yield rule.id, code, threshold.ratio, threshold.at_least
