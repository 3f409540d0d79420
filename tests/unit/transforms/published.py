"""Annual reports as they are published: the official tables drawn into pages and Word documents in the ways that people do it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.unit.transforms.official import Form, Piece, Sheet, shifted, stacked
from transforms.report.reading import read_report
from transforms.report.report_reading import ReportReading
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.forms import Edition

CATALOG = load_catalog()
NEW, OLD = CATALOG.edition("2021"), CATALOG.edition("2019")
UNIT, YEAR = "云江区财政局", 2024
Table = Sequence[Piece]
Draw = Callable[[Table], str]


def figures(edition: Edition, merged_other: bool = False, seed: int = 7) -> dict[str, str]:
    """Every cell another number, so that no cell can be taken for another; money with decimals."""
    numbers = random.Random(seed).sample(range(1, 9999), 400)
    cells = {**edition.by_code, **(edition.merged_cells if merged_other else {})}
    codes = [code for code in cells if not (merged_other and code in edition.merged_into)]
    return {c: f"{n}.25" if cells[c].unit == "万元" else str(n) for c, n in zip(codes, numbers, strict=False)}


@dataclass(frozen=True)
class Published:
    """What a report says, before it is drawn."""

    edition: Edition = NEW
    merged_other: bool = False
    title: tuple[str, ...] = (f"{UNIT}{YEAR}年政府信息公开工作年度报告",)
    opening: tuple[str, ...] = ("本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。",)
    values: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        return self.values or figures(self.edition, self.merged_other)

    @property
    def form(self) -> Form:
        return Form(self.edition, self.cells, merged_other=self.merged_other)

    @property
    def tables(self) -> tuple[Table, Table, Table]:
        """T2, T3, T4 without the title row that a sheet has: in a report the section's heading stands above."""
        return tuple(shifted([p for p in table if p.row > 0], -1) for table in self.form.tables())  # type: ignore[return-value]


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def plain(piece: Piece) -> str:
    return escape(text_of(piece.value))


def from_word(piece: Piece) -> str:
    """A cell as Word saves it: paragraphs, spans, a line break in the label, o:p, white space between the tags."""
    written = text_of(piece.value)
    if not written:
        return "<p class=MsoNormal align=center><span lang=EN-US style='font-size:10.5pt'><o:p>&nbsp;</o:p></span></p>"
    half = len(written) // 2 if not written.replace(".", "").isdigit() else 0
    parts = [written[:half], written[half:]] if half else [written]
    spans = "".join(
        f"<span lang=EN-US\n style='font-size:10.5pt;mso-bidi-font-size:\n11.0pt'>{escape(p)}</span>" for p in parts
    )
    return f"\n  <p class=MsoNormal align=center style='text-align:center'>{spans}<span\n  lang=EN-US><o:p></o:p></span></p>\n  "


def html_table(table: Table, cell: Callable[[Piece], str] = plain, attributes: str = "border=1") -> str:
    """Rows in order; a row under merged cells only is an empty one."""
    height = max(piece.row + piece.rows for piece in table)
    rows = []
    for row in range(height):
        here = sorted((p for p in table if p.row == row), key=lambda p: p.column)
        rows.append("<tr>" + "".join(_cell(p, cell) for p in here) + "</tr>")
    return f"<table {attributes}><tbody>{''.join(rows)}</tbody></table>"


def _cell(piece: Piece, cell: Callable[[Piece], str]) -> str:
    spans = f" rowspan={piece.rows}" if piece.rows > 1 else ""
    spans += f' colspan="{piece.columns}"' if piece.columns > 1 else ""
    return f"<td{spans}>{cell(piece)}</td>"


def word_table(table: Table) -> str:
    return html_table(table, from_word, "class=MsoNormalTable border=1 cellspacing=0")


def framed(table: Table) -> str:
    """A table inside the cell of another, with another frame around that."""
    return f"<table><tr><td><table width=100%><tr><td>{html_table(table)}</td></tr></table></td><td>&nbsp;</td></tr></table>"


def page(report: Published, parts: Iterable[str], head: str = '<meta charset="utf-8">') -> str:
    """The page of a report: the parts are the tables as drawn, for the second, third and fourth section."""
    sections = report.edition.sections
    lines = [f"<p>{escape(line)}</p>" for line in (*report.title, *report.opening)]
    lines.append(f"<p>{sections[0]}</p><p>{YEAR}年，我局认真做好政府信息公开工作。</p>")
    for section, part in zip(sections[1:4], parts, strict=True):
        lines.append(f"<p><b>{section}</b></p>{part}")
    lines += [f"<h3>{sections[4]}</h3><p>主要问题是解读不够。</p>", f"<h3>{sections[5]}</h3><p>无。</p>"]
    return f"<!DOCTYPE html><html><head>{head}<title>政务公开</title></head><body><div>{''.join(lines)}</div></body></html>"


def split_rows(table: Table, at: int) -> tuple[list[Piece], list[Piece]]:
    """A table taken apart before a row, as at the end of a page: what is merged over the break ends with it."""
    above = [
        p if p.row + p.rows <= at else Piece(p.row, p.column, p.value, at - p.row, p.columns, p.code) for p in table
    ]
    below = [
        Piece(
            max(p.row, at),
            p.column,
            p.value if p.row >= at else None,
            p.row + p.rows - max(p.row, at),
            p.columns,
            p.code,
        )
        for p in table
        if p.row + p.rows > at
    ]
    return [p for p in above if p.row < at], shifted(below, -at)


def disputes_on_two_levels(t4: Table) -> list[Piece]:
    """The official head: the five columns of 行政复议 stand beside the headings of 行政诉讼, a row above its ten columns."""
    head = [Piece(0, 0, "行政复议", 1, 5), Piece(0, 5, "行政诉讼", 1, 10)]
    head += [Piece(1, 5, "未经复议直接起诉", 1, 5), Piece(1, 10, "复议后起诉", 1, 5)]
    labels = [p for p in t4 if p.columns == 1 and p.code is None]
    head += [Piece(1, p.column, p.value, 2) if p.column < 5 else Piece(2, p.column, p.value) for p in labels]
    top = min(p.row for p in t4 if p.code is not None)
    return [*head, *shifted([p for p in t4 if p.code is not None], 3 - top)]


def docx_bytes(report: Published, tables: Sequence[Table] | None = None) -> bytes:
    """A Word document with merged cells; its tables stand in their sections."""
    document = Document()
    for line in (
        *report.title,
        *report.opening,
        report.edition.sections[0],
        f"{YEAR}年，我局认真做好政府信息公开工作。",
    ):
        document.add_paragraph(line)
    for section, table in zip(report.edition.sections[1:4], tables or report.tables, strict=True):
        document.add_paragraph(section)
        draw_word_table(document, table)
    document.add_paragraph(report.edition.sections[4])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def draw_word_table(document: object, table: Table) -> None:
    height = max(p.row + p.rows for p in table)
    width = max(p.column + p.columns for p in table)
    drawn = document.add_table(height, width)  # type: ignore[attr-defined]
    for piece in table:
        cell = drawn.cell(piece.row, piece.column)
        if (piece.rows, piece.columns) != (1, 1):
            cell = cell.merge(drawn.cell(piece.row + piece.rows - 1, piece.column + piece.columns - 1))
        cell.text = text_of(piece.value)


def mark_deleted(run_element: object) -> None:
    """Wraps a run into a tracked deletion."""
    deletion = OxmlElement("w:del")
    deletion.set(qn("w:id"), "1")
    run_element.addprevious(deletion)  # type: ignore[attr-defined]
    deletion.append(run_element)


def sheets(report: Published) -> list[Sheet]:
    """The report pasted into a workbook: title and text in the first column, the tables below each other."""
    lines = [*report.title, *report.opening]
    text = [Piece(row, 0, line) for row, line in enumerate(lines)]
    return [Sheet.of("Sheet1", text, shifted(stacked(*report.form.tables()), len(lines) + 1))]


def read(content: bytes | str, name: str = "report.html") -> ReportReading:
    data = content.encode() if isinstance(content, str) else content
    return read_report(data, name, CATALOG)


def read_values(reading: ReportReading) -> dict[str, Decimal | None]:
    """Every cell read, those of another edition too."""
    return {cell[0]: cell[2] for cell in (*reading.cells, *(cell for _, cell in reading.foreign))}


def as_decimals(values: dict[str, str]) -> dict[str, Decimal]:
    return {code: Decimal(value) for code, value in values.items()}
