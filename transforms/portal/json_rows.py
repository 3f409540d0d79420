"""JSON as a strict reader takes it: no NaN, no key twice, decimals exact; and its rows by declared paths."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from transforms.document.html_text import decode_page
from transforms.portal.answer import Answer, DamageError, Row
from warehouse.catalog.portal_fields import Pick

_MOST_DIGITS = 40


def read_json(answer: Answer) -> Any:  # noqa: ANN401 - JSON
    """The document. Raises DamageError for anything that is not one whole JSON document."""
    text = decode_page(answer.content).strip()
    if text.startswith("<"):
        raise DamageError("NOT_JSON", place=answer.place, detail="网页")
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=Decimal, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as broken:
        detail = "空白" if not text else "残缺或不规范的内容"
        raise DamageError("NOT_JSON", place=answer.place, detail=detail) from broken


def read_json_rows(answer: Answer, path: str, picks: Mapping[str, Pick]) -> Iterator[Row]:
    """Each row of the list at `path`. Raises DamageError where there is no list, or an entry is no object."""
    rows = at_path(read_json(answer), path)
    if not isinstance(rows, list):
        raise DamageError("SHAPE", place=answer.place, detail=f"“{path}”处不是列表")
    for number, row in enumerate(rows, 1):
        place = f"{answer.place}第{number}条"
        if not isinstance(row, dict):
            raise DamageError("SHAPE", place=place, detail="不是一个对象")
        yield Row(place, {name: _plain(_picked(row, pick, answer)) for name, pick in picks.items()})


def at_path(document: Any, path: str) -> Any:  # noqa: ANN401 - JSON
    """What stands at `data.list`; None where the path leads nowhere. The empty path is the document itself."""
    for key in path.split(".") if path else ():
        match document:
            case dict():
                document = document.get(key)
            case list() if key.isdigit() and int(key) < len(document):
                document = document[int(key)]
            case _:
                return None
    return document


def _picked(row: Any, pick: Pick, answer: Answer) -> Any:  # noqa: ANN401 - JSON
    return answer.name if pick.select == "@name" else at_path(row, pick.select)


def _plain(value: object) -> object:
    """Numbers as they were written; an object or a list is no value. A title cut in the middle of a character loses that character."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Decimal):  # 1e999999999 written out would fill the memory
        return f"{value:f}" if abs(value.adjusted()) <= _MOST_DIGITS else str(value)
    return str(value) if isinstance(value, int) else repr(value)


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found
