"""The notes to a statutory table: a mark at each figure that somebody spoke of, and below the table what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reports.figure_note import FigureNote
from reports.layout import TableLayout
from reports.narrative.paper import Note, clean_text
from reports.narrative.text import fill
from reports.quality.privacy import masked
from reports.statement import Statement
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.narrative import NoteWords

_ENDINGS = "。；;. "


@dataclass(frozen=True, slots=True)
class TableNotes:
    """`marks` by the code of a printed figure; `lines` in the order of the marks, then those that speak of no printed figure."""

    marks: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Note, ...] = ()


def table_notes(catalog: Catalog, layout: TableLayout, statement: Statement) -> TableNotes:
    """The notes that belong to one table, numbered in printed order; several on one figure share its number."""
    words = catalog.narrative.notes
    here = [note for note in statement.notes if _table_of(note) == layout.table]
    printed = [cell.cell_code for cell in layout.values() if cell.cell_code is not None]
    spoken_of = {note.cell_code for note in here}
    marked = [code for code in printed if code in spoken_of]
    marks = {code: fill(words.mark, {"number": str(number)}) for number, code in enumerate(marked, 1)}
    said: list[tuple[str, str | None, list[FigureNote]]] = [
        (marks[code], code, [note for note in here if note.cell_code == code]) for code in marked
    ]
    said += [("", note.cell_code, [note]) for note in here if note.cell_code not in marks]
    lines = (Note(mark, _labelled(catalog, statement, code, those) + words.stop) for mark, code, those in said)
    return TableNotes(marks, tuple(lines))


def remarks_text(catalog: Catalog, statement: Statement, notes: Sequence[FigureNote]) -> str | None:
    """What is said beside the tables, in one sentence; None where nothing is."""
    words = catalog.narrative.notes
    said = words.joiner.join(_labelled(catalog, statement, note.cell_code, [note]) for note in notes)
    return fill(words.remarks, {"said": said}) if said else None


def remarks_of(catalog: Catalog, statement: Statement) -> str | None:
    """What a body says of its report without naming a table."""
    return remarks_text(catalog, statement, [note for note in statement.notes if _table_of(note) is None])


def _table_of(note: FigureNote) -> str | None:
    return note.table_code if note.cell_code is None else note.cell_code.partition(":")[0]


def _labelled(catalog: Catalog, statement: Statement, code: str | None, notes: Sequence[FigureNote]) -> str:
    """What is said of one cell, or of none, with the cell's name before it."""
    words = catalog.narrative.notes
    said = words.joiner.join(_said(words, note) for note in notes)
    return said if code is None else fill(words.line, {"label": _label(catalog, statement, code), "said": said})


def _label(catalog: Catalog, statement: Statement, code: str) -> str:
    """As the table of the document words it; a cell of another edition has its code."""
    edition = catalog.edition(statement.edition)
    cell = edition.by_code.get(code) or edition.merged_cells.get(code)
    if cell is None:
        return code
    return cell.label if statement.period.is_year else f"{cell.period_row_label} {cell.period_column_label}"


def _said(words: NoteWords, note: FigureNote) -> str:
    """Who said it where that is not the body of the document itself, and what, without what a person can be found by."""
    text = fill(words.kinds[note.kind], {"text": masked(note.text).rstrip(_ENDINGS)})
    unit = None if note.unit_name is None else clean_text(note.unit_name)
    speaker = words.speaker(has_unit=unit is not None, has_period=note.period_name is not None)
    return fill(speaker, {"unit": unit, "period": note.period_name, "said": text})
