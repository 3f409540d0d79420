"""A violation in the words of the rule: the sentence to the unit, with values as people write them and labels as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Edition
from warehouse.catalog.rules import Rule

DECIMALS = 6
LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class Labels:
    """Printed labels of one edition by code; a row's comes with the headings above it, because `3.其他` alone says little."""

    rows: dict[tuple[str, str], str]
    columns: dict[tuple[str, str], str]
    cells: dict[str, str]


def labels_of(edition: Edition, *, is_quarter: bool = False) -> Labels:
    """The labels that messages need, in the words of the form that the unit filled in; those of rows printed as one included."""
    cells = (*edition.cells, *edition.merged_cells.values())
    if is_quarter:
        return Labels(
            rows={(cell.table, cell.row): cell.period_row_label for cell in cells},
            columns={(cell.table, cell.column): cell.period_column_label for cell in cells},
            cells={cell.code: f"{cell.period_row_label} {cell.period_column_label}" for cell in cells},
        )
    return Labels(
        rows={(cell.table, cell.row): cell.label.removesuffix(f" {cell.column_label}") for cell in cells},
        columns={(cell.table, cell.column): cell.column_label for cell in cells},
        cells={cell.code: cell.label for cell in cells},
    )


def write_messages(failures: pl.DataFrame, catalog: Catalog) -> pl.DataFrame:
    """Adds `severity`, `message` and `remedy` to violations (columns of a check, with `difference`, `edition`, `period`)."""
    labels = {
        (edition.edition, is_quarter): labels_of(edition, is_quarter=is_quarter)
        for edition in catalog.editions
        for is_quarter in (False, True)
    }
    rules = [catalog.rule(rule_id) for rule_id in failures["rule_id"]]
    severities = [rule.severity_for(period) for rule, period in zip(rules, failures["period"], strict=True)]
    return failures.with_columns(
        pl.Series("severity", severities, pl.String),
        pl.Series("message", list(_messages(failures, rules, labels)), pl.String),
        pl.Series("remedy", [rule.remedy for rule in rules], pl.String),
    )


def _messages(failures: pl.DataFrame, rules: list[Rule], labels: dict[tuple[str, bool], Labels]) -> Iterator[str]:
    for rule, row in zip(rules, failures.iter_rows(named=True), strict=True):
        yield message(rule, row, labels.get((row["edition"], "Q" in (row["period"] or ""))))


def message(rule: Rule, violation: Mapping[str, Any], labels: Labels | None) -> str:
    """The rule's sentence with its places filled in; a text from a file is put in as it is and never read as a place."""
    table, row, column = violation["table_code"], violation["row_code"], violation["column_code"]
    cell, difference = violation["cell_code"], violation["difference"]
    known = labels or Labels({}, {}, {})
    return rule.message.format_map(
        {
            "expected": number(violation["expected"]),
            "actual": number(violation["actual"]),
            "difference": number(None if difference is None else abs(difference)),
            "row": known.rows.get((table, row), row or ""),
            "column": known.columns.get((table, column), column or ""),
            "label": known.cells.get(cell, cell or ""),
            "text": _short(violation["text"]),
            "detail": violation["detail"] or "",
        }
    )


def number(value: Decimal | float | None) -> str:
    """A value as people write it: 66, not 66.000000; 7730.28; nothing where there is none."""
    if value is None:
        return ""
    written = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def place(sheet: str | None, address: str | None) -> str | None:
    """Where a person finds the cell: `Sheet1!C9`; None for a finding about a whole file."""
    if address is None:
        return sheet
    return address if sheet is None else f"{sheet}!{address}"


def _short(text: str | None) -> str:
    """One line of a text from a cell; an empty one says that it is empty."""
    line = " ".join((text or "").split())
    if not line:
        return "空白"
    return line if len(line) <= LONGEST_TEXT else line[:LONGEST_TEXT] + "…"
