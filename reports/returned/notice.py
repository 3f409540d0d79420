"""退回通知: one page to the unit, in the form of an official letter, with as many reasons as the page holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reports.narrative.figures import Fact
from reports.narrative.paper import Block, Grid, GridCell, Paper, Paragraph, Run, clean_text
from reports.narrative.text import fill, say
from reports.returned.finding import Returned, ReturnedFinding, place_text, returned_facts
from reports.returned.notice_page import WEIGHTS, room_for_rows, row_points
from reports.word.document import write_word
from warehouse.catalog.catalog import Catalog

_LONGEST = 110  # characters of a reason in the table; the list of problems has all of it


def write_return_notice(returned: Returned, catalog: Catalog) -> bytes:
    """The notice as a .docx of one page; what does not fit is in the list of problems, and the notice says so."""
    return write_word(compose_notice(returned, catalog))


def compose_notice(returned: Returned, catalog: Catalog) -> Paper:
    """The notice before it is Word."""
    notice = catalog.feedback.notice
    facts = returned_facts(returned, catalog)
    rows = [_row(number, finding, catalog) for number, finding in enumerate(returned.findings, 1)]
    around = (notice.salutation, notice.opening, notice.request, notice.attachment)
    listed = _fitting(rows, room_for_rows(text for part in around if (text := say(part, facts))))
    facts |= {"listed": str(len(listed)), "rest": Decimal(len(rows) - len(listed))}
    return Paper((say(notice.title, facts),), tuple(_blocks(listed, facts, catalog)), returned.issued_on)


def _fitting(rows: list[tuple[str, ...]], room: float) -> list[tuple[str, ...]]:
    """The first rows that the page has room for; one in any case."""
    left = room
    for number, row in enumerate(rows):
        left -= row_points(row)
        if left < 0:
            return rows[: max(1, number)]
    return rows


def _blocks(rows: list[tuple[str, ...]], facts: dict[str, Fact], catalog: Catalog) -> Iterator[Block]:
    notice = catalog.feedback.notice
    yield _paragraph(say(notice.salutation, facts), "salutation")
    yield _paragraph(say(notice.opening, facts))
    yield _grid(rows, say(notice.caption, facts), tuple(notice.columns.model_dump().values()))
    yield from (_paragraph(text) for part in (notice.request, notice.attachment) if (text := say(part, facts)))
    yield _paragraph(str(facts["office"]), "signature")
    yield _paragraph(str(facts["issued"]), "signature")


def _paragraph(text: str, role: str = "body") -> Paragraph:
    return Paragraph((Run(text),), role)  # type: ignore[arg-type]


def _row(number: int, finding: ReturnedFinding, catalog: Catalog) -> tuple[str, ...]:
    texts = (_place(finding, catalog), clean_text(finding.message), clean_text(finding.remedy))
    return str(number), *(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in texts)


def _place(finding: ReturnedFinding, catalog: Catalog) -> str:
    first = place_text(replace(finding, addresses=finding.addresses[:1], ranges=finding.ranges[:1]), catalog)
    count = len(finding.addresses)
    return (
        first
        if count <= 1 or len(finding.ranges) == 1
        else fill(catalog.feedback.words.more_places, {"first": first, "places": str(count)})
    )


def _grid(rows: list[tuple[str, ...]], caption: str, headings: tuple[str, ...]) -> Grid:
    cells = [GridCell(0, column, 1, 1, "column_heading", heading) for column, heading in enumerate(headings)]
    for number, row in enumerate(rows, 1):
        cells.append(GridCell(number, 0, 1, 1, "figure", row[0]))
        cells += (GridCell(number, column, 1, 1, "label", text) for column, text in enumerate(row[1:], 1))
    return Grid("reasons", "", caption, 1 + len(rows), len(headings), tuple(cells), WEIGHTS, header_rows=1)
