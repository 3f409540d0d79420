"""The rows of one answer by the way its source is declared, after a look at whether it is that answer at all."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.portal.answer import Answer, DamageError, Row
from transforms.portal.json_rows import read_json_rows
from transforms.portal.page_rows import read_page_rows, refuse_other_page
from transforms.portal.table_rows import read_table_rows
from warehouse.catalog.portal import Board, ExportFile, JsonApi, ListPage, PortalWords, Source
from warehouse.catalog.portal_fields import Pick


def read_rows(source: Source, answer: Answer, words: PortalWords) -> list[Row]:
    """Every row with its declared fields, patterns applied. Raises DamageError."""
    if answer.content.lstrip()[:1] == b"<":
        refuse_other_page(answer, words, is_closed=source.expect.is_closed and not _is_json(source))
    picks = source.picks()
    return [_matched(row, picks) for row in _rows(source, answer)]


def _is_json(source: Source) -> bool:
    return isinstance(source, JsonApi) or (isinstance(source, Board) and source.rows is not None)


def _rows(source: Source, answer: Answer) -> Iterator[Row]:
    picks = source.picks()
    match source:
        case JsonApi():
            yield from read_json_rows(answer, source.rows, picks)
        case ListPage():
            yield from read_page_rows(answer, source.rows, picks)
        case Board() if source.rows is not None:
            yield from read_json_rows(answer, source.rows, picks)
        case Board() | ExportFile():
            if not answer.content.strip():
                raise DamageError("SHAPE", place=answer.place, detail="内容是空白的")
            yield from read_table_rows(answer, picks)


def matched_text(value: object, pick: Pick) -> str | None:
    """The part of a value that its pattern wants; a text that the pattern does not fit is no value."""
    if value is None or pick.pattern is None:
        return None if value is None else str(value)
    found = pick.pattern.search(str(value))
    return None if found is None else found[1]


def _matched(row: Row, picks: dict[str, Pick]) -> Row:
    values = dict(row.values)
    values |= {name: matched_text(values[name], pick) for name, pick in picks.items() if pick.pattern is not None}
    return row._replace(values=values)
