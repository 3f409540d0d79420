"""The words of the workbooks (workbook.yaml, quarter_columns.yaml): writer and reader of a unit's workbook share them."""

from __future__ import annotations

from typing import Literal

from warehouse.catalog.forms import Declared


class SheetNames(Declared):
    """The sheets of a unit's workbook."""

    cover: str
    T2: str
    T3: str
    T4: str
    notes: str
    stamp: str

    def of_table(self, table: Literal["T2", "T3", "T4"] | str) -> str:
        """The sheet that a statutory table stands on."""
        return {"T2": self.T2, "T3": self.T3, "T4": self.T4}[table]


class CoverLabels(Declared):
    """The labels on the cover, each with its value in the cell to the right."""

    unit: str
    period: str
    scope: str
    is_nil: str
    filled_by: str
    approved_by: str


class Answers(Declared):
    """What the drop-down of 零报送 offers."""

    yes: str
    no: str


class NoteHeadings(Declared):
    """The columns of the notes."""

    table: str
    cell: str
    text: str


class CheckWords(Declared):
    """What stands around the live checks; `bad` begins every failed one, and conditional formatting looks for it."""

    heading: str
    hint: str
    progress: str
    bad: str
    difference: str
    complete: str
    left_before: str
    left_after: str
    nil: str


class InputErrors(Declared):
    """What a spreadsheet says when a typed value is refused."""

    title: str
    count: str
    money: str
    signed: str
    answer: str


class WorkbookWords(Declared):
    """All words of a unit's workbook that are not the official form's own."""

    sheets: SheetNames
    cover: CoverLabels
    answers: Answers
    instructions_title: str
    instructions: tuple[str, ...]
    notes: NoteHeadings
    notes_title: str
    checks: CheckWords
    input_errors: InputErrors


class QuarterColumn(Declared):
    """A key figure in the quarter's list of units: the sum of `cells`."""

    code: str
    label: str
    cells: tuple[str, ...]
