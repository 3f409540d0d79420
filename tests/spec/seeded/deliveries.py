"""A unit's workbook on its way to the office, clean or spoiled: what rules on files, on quarters and on the 汇总 are seeded with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import openpyxl

from flows.demo.flaws import FLAWS
from reports.template.workbook import TemplateOrder, write_template
from tests.spec.seeded.bases import CATALOG, REGISTER, YEAR, district
from tests.spec.seeded.reports import Finding, Shown, finds
from warehouse.catalog.period import Period

Change = Callable[[bytes], bytes]
Q1, Q2, Q3, Q4 = (Period(YEAR, quarter) for quarter in (1, 2, 3, 4))
WORDS = CATALOG.workbook


@dataclass(frozen=True)
class Delivery:
    """One file that a unit sends, and what a correct judge finds in it: nothing, unless `spoilt`."""

    unit: str
    period: Period
    figures: dict[str, Decimal]
    name: str = ""
    scope: str = "own"
    is_blank: bool = False
    changes: tuple[Change, ...] = ()
    expected: frozenset[Finding] = frozenset()
    seeded: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """As the unit names it."""
        return self.name or f"{self.period.label}{REGISTER.by_code[self.unit].name}.xlsx"

    @property
    def key(self) -> str:
        """What its findings are told of."""
        return f"{self.unit} {self.period}"

    def content(self) -> bytes:
        """The workbook as it is sent."""
        order = TemplateOrder(
            unit_code=self.unit,
            unit_name=REGISTER.by_code[self.unit].name,
            period=self.period,
            opening={},
            values={} if self.is_blank else self.figures,
            scope=self.scope,
        )
        content = write_template(order, CATALOG)
        for change in self.changes:
            content = change(content)
        return content

    def breaks(self, rule_id: str, *cells: str, **changes: object) -> Delivery:
        """The same with something wrong in it that this rule finds; `changes` are of its fields."""
        found = finds(rule_id, *cells, report=self.key)
        seeded = (*self.seeded, rule_id)
        return replace(self, expected=self.expected | found, seeded=seeded, **changes)  # type: ignore[arg-type]

    def adds(self, *codes: str, by: int = 1) -> dict[str, Decimal]:
        """The figures with some of them changed; sums stay as they were."""
        return {**self.figures, **{code: self.figures[code] + by for code in codes}}

    def then(self, change: Change) -> tuple[Change, ...]:
        """The changes with one more."""
        return (*self.changes, change)


def delivery(unit: str, period: Period) -> Delivery:
    """What the unit would send if nothing went wrong."""
    return Delivery(unit, period, dict(district().of(unit, period)))


def rolled_up(members: Iterable[str], period: Period) -> Delivery:
    """The 汇总 of these units."""
    each = [district().of(unit, period) for unit in members]
    root = next(unit.code for unit in REGISTER.units if unit.parent is None)
    sums = {code: sum((figures[code] for figures in each), Decimal(0)) for code in each[0]}
    return Delivery(root, period, sums, scope="aggregate")


def edited(change: Callable[[openpyxl.Workbook], None], content: bytes) -> bytes:
    """The workbook as another program saves it after a change by hand, formulas as the values that they showed."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def types_over(sheet: str, shown: str, typed: Shown) -> Change:
    """Types over the cell that shows a text."""

    def change(book: openpyxl.Workbook) -> None:
        cells = [cell for row in book[sheet].iter_rows() for cell in row if cell.value == shown]
        assert cells, (sheet, shown)
        cells[0].value = typed

    return partial(edited, change)


def answers(label: str, typed: str) -> Change:
    """Types over the answer beside a label of the cover."""

    def change(book: openpyxl.Workbook) -> None:
        [cell] = [cell for row in book[WORDS.sheets.cover].iter_rows() for cell in row if cell.value == label]
        book[WORDS.sheets.cover].cell(cell.row, cell.column + 1).value = typed

    return partial(edited, change)


def loses(sheet: str) -> Change:
    """Without one of its sheets."""

    def change(book: openpyxl.Workbook) -> None:
        del book[sheet]

    return partial(edited, change)


def hides(sheet: str, shown: str) -> Change:
    """Hides the row that shows a text."""

    def change(book: openpyxl.Workbook) -> None:
        [row] = [cell.row for row in book[sheet].iter_rows() for cell in row if cell.value == shown]
        book[sheet].row_dimensions[row].hidden = True

    return partial(edited, change)


def fetches(content: bytes) -> bytes:
    """The first figure of the third sheet is fetched from another workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet3.xml"
    members[sheet], count = re.subn(rb'(<c r="D6"[^>]*>)<v>', rb"\1<f>[1]Sheet1!$A$1</f><v>", members[sheet])
    assert count == 1
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return saved.getvalue()


def spoilt(flaw: str) -> Change:
    """As the demonstration spoils files."""
    return FLAWS[flaw]
