"""The sheet 问题清单: every finding of a submission with its place as a link, written as a sheet's XML into the unit's own workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from reports.excel.tables import text_height
from reports.narrative.paper import clean_text
from reports.narrative.text import say
from reports.returned.finding import (
    Returned,
    ReturnedFinding,
    returned_facts,
    said_lines,
    wanted_text,
    written_text,
)
from reports.returned.sheet import Place, address_of
from reports.returned.styles import Fill, Styles
from warehouse.catalog.catalog import Catalog

WIDTHS = (6.0, 16.0, 18.0, 16.0, 20.0, 46.0, 22.0, 38.0, 14.0)
_HIDDEN = len(WIDTHS) + 1  # the column after the last: mark and former fills, for the next round
_LINK = 3
_LONGEST = 32_000
_THIN = "".join(f'<{side} style="thin"><color rgb="FF808080"/></{side}>' for side in ("left", "right", "top", "bottom"))
_ALIGNED = '<alignment horizontal="{side}" vertical="center" wrapText="1"/>'

FormerFills = Mapping[str, Mapping[Place, Fill]]  # by sheet and place: what the cell looked like before it was marked


@dataclass(frozen=True, slots=True)
class _Looks:
    """Formats of the sheet by their number in the workbook."""

    title: int
    note: int
    heading: int
    left: int
    center: int
    link: int
    severities: Mapping[str, int]


def write_problem_list(
    returned: Returned, catalog: Catalog, styles: Styles, former: FormerFills, links: Sequence[str | None]
) -> tuple[bytes, int]:
    """The sheet's XML and the row of its headings; `links` are where the findings lead to, `former` is kept in a hidden column."""
    looks = _looks(styles, catalog)
    facts = returned_facts(returned, catalog)
    words = catalog.feedback.problem_list
    notes = list(said_lines(words.notes, facts))
    header = len(notes) + 2
    body = [_row(1, 30, [_text(1, 1, say(words.title, facts), looks.title), _text(1, _HIDDEN, words.mark, looks.left)])]
    body += (
        _row(n, text_height(note, sum(WIDTHS)), [_text(n, 1, note, looks.note)]) for n, note in enumerate(notes, 2)
    )
    body.append(_row(header, 24, _cells(header, list(words.columns.model_dump().values()), [looks.heading] * 9)))
    kept = [json.dumps([sheet, _by_address(fills)]) for sheet, fills in former.items()]
    for number, finding in enumerate(returned.findings, 1):
        texts = _texts(number, finding, catalog)
        cells = _cells(header + number, texts, _row_looks(looks, finding, links[number - 1]))
        if number <= len(kept):
            cells.append(_text(header + number, _HIDDEN, kept[number - 1], looks.left))
        body.append(_row(header + number, _height(texts), cells))
    return _sheet(styles.namespace, header, body, list(_hyperlinks(header, links))).encode(), header


def _texts(number: int, finding: ReturnedFinding, catalog: Catalog) -> list[str]:
    rule, words = catalog.rule(finding.rule_id), catalog.feedback.words
    return [
        str(number),
        clean_text(finding.sheet) if finding.sheet else words.whole_file,
        words.joined_places.join(finding.ranges or finding.addresses),
        written_text(finding, catalog),
        wanted_text(finding, catalog),
        clean_text(finding.message),
        rule.basis,
        clean_text(finding.remedy),
        catalog.feedback.severities[finding.severity],
    ]


def _row_looks(looks: _Looks, finding: ReturnedFinding, link: str | None) -> list[int]:
    place = looks.center if link is None else looks.link
    middle = looks.center
    return [
        middle,
        middle,
        place,
        middle,
        middle,
        looks.left,
        looks.left,
        looks.left,
        looks.severities[finding.severity],
    ]


def _looks(styles: Styles, catalog: Catalog) -> _Looks:
    body, colours = _font("仿宋", 10.5), catalog.feedback.colours

    def look(font: str, side: str, border: str = _THIN, fill: Fill | None = None) -> int:
        return styles.new_format(font=font, border=border, fill=fill, alignment=_ALIGNED.format(side=side))

    return _Looks(
        title=look(_font("黑体", 16), "center", border=""),
        note=look(body, "left", border=""),
        heading=look(_font("黑体", 10.5), "center", fill={"rgb": "FFEFEFEF"}),
        left=look(body, "left"),
        center=look(body, "center"),
        link=look(_font("仿宋", 10.5, is_link=True), "center"),
        severities={
            severity: look(body, "center", fill={"rgb": f"FF{colours.of(severity)}"})
            for severity in catalog.feedback.severities
        },
    )


def _font(name: str, size: float, is_link: bool = False) -> str:
    line, colour = ("<u/>", '<color rgb="FF0563C1"/>') if is_link else ("", "")
    return f'{line}<sz val="{size}"/>{colour}<name val="{name}"/><charset val="134"/>'


def _cells(row: int, texts: Sequence[str], styles: Sequence[int]) -> list[str]:
    return [_text(row, column, text, style) for column, (text, style) in enumerate(zip(texts, styles, strict=True), 1)]


def _text(row: int, column: int, text: str, style: int) -> str:
    """Text only, whatever it begins with: an inline string can't be a formula. `_x0041_` would be read as a letter."""
    safe = escape(text[:_LONGEST].replace("_x", "_x005F_x"), quote=False)
    at = address_of((row, column))
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def _row(number: int, height: float, cells: Sequence[str]) -> str:
    return f'<row r="{number}" ht="{min(height, 400):g}" customHeight="1">{"".join(cells)}</row>'


def _height(texts: Sequence[str]) -> float:
    return max(text_height(text, width) for text, width in zip(texts, WIDTHS, strict=True))


def _by_address(fills: Mapping[Place, Fill]) -> dict[str, dict[str, str]]:
    return {address_of(place): dict(fill) for place, fill in fills.items()}


def _hyperlinks(header: int, links: Sequence[str | None]) -> Iterator[str]:
    for number, link in enumerate(links, 1):
        if link is not None:
            at = address_of((header + number, _LINK))
            yield f'<hyperlink ref="{at}" location="{escape(link)}" display="{escape(link)}"/>'


def _sheet(namespace: str, header: int, body: list[str], links: list[str]) -> str:
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(WIDTHS, 1))
    spans = "".join(f'<mergeCell ref="A{row}:I{row}"/>' for row in range(1, header))
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">'
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{header}" topLeftCell="A{header + 1}" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{columns}<col min="{_HIDDEN}" max="{_HIDDEN}" width="9" hidden="1" customWidth="1"/></cols>'
        f"<sheetData>{''.join(body)}</sheetData>"
        f'<mergeCells count="{header - 1}">{spans}</mergeCells>{linked}'
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
        "<headerFooter><oddFooter>&amp;C&amp;9第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>"
        f'<ignoredErrors><ignoredError sqref="A1:I{len(body)}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )
