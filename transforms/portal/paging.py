"""Which address comes next, told by the pages that came so far. No page is asked for beyond the one that ends the list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from transforms.document.html_text import decode_page
from transforms.portal.answer import Answer, DamageError, Row
from transforms.portal.json_rows import at_path, read_json
from transforms.portal.page_rows import picked_text, read_page
from transforms.portal.rows import read_rows
from transforms.portal.written_dates import read_day
from warehouse.catalog.portal import JsonApi, ListPage, ListPaging, NumberedPaging, PortalWords, Source
from warehouse.catalog.portal_fields import Pick

_COUNT = re.compile(r"\d{1,9}", re.ASCII)


def first_url(source: Source) -> str:
    """Where a source with paging begins."""
    if isinstance(source, JsonApi) and source.paging is not None:
        paging = source.paging
        size = {paging.size_parameter: str(paging.size)} if paging.size_parameter and paging.size else {}
        start = {"page": str(paging.first), "offset": "0"}.get(paging.style)
        return with_parameters(source.url, size if start is None else {**size, paging.parameter: start})
    return getattr(source, "url", None) or ""


@dataclass(slots=True)
class Pager:
    """Follows one source from page to page."""

    source: Source
    words: PortalWords
    answers: list[Answer] = field(default_factory=list)
    rows: int = 0
    _contents: set[bytes] = field(default_factory=set)
    _led_to: set[str] = field(default_factory=set)

    def after(self, answer: Answer) -> str | None:
        """The address of the page after this one; None at the end, and where this one can't be read: more would be no use."""
        following = self._following(answer)
        if following is None or following in self._led_to:
            return None
        self._led_to.add(following)
        return following

    def _following(self, answer: Answer) -> str | None:
        is_new = answer.content not in self._contents
        self._contents.add(answer.content)
        self.answers.append(answer)
        source = self.source
        if not isinstance(source, JsonApi | ListPage) or source.paging is None:
            return None
        try:
            rows = read_rows(source, answer, self.words)
            self.rows += len(rows)
            # A server that knows no such page may answer with one that it gave before.
            if not rows or not is_new or is_before_since(source, rows, self.words):
                return None
            if isinstance(source, JsonApi):
                return self._numbered(source, source.paging, len(rows))
            return _next_listed(source.paging, self.answers)
        except DamageError:
            return None

    def _numbered(self, source: JsonApi, paging: NumberedPaging, rows: int) -> str | None:
        if paging.style == "cursor":
            cursor: Any = at_path(read_json(self.answers[-1]), paging.next or "")
            start = first_url(source)
            return None if cursor in (None, "", False) else with_parameters(start, {paging.parameter: str(cursor)})
        total = announced_total(source, self.answers)
        if self.rows >= total if total is not None else paging.size is not None and rows < paging.size:
            return None
        pages = len(self.answers)
        following = paging.first + pages if paging.style == "page" else pages * (paging.size or rows)
        return with_parameters(first_url(source), {paging.parameter: str(following)})


def is_before_since(source: Source, rows: Sequence[Row], words: PortalWords) -> bool:
    """Whether every row is older than what is asked for."""
    if source.since is None or source.items is None or not rows:
        return False
    formats = (*source.date_formats, *words.date_formats)
    days = [read_day(row.values["published_on"], formats) for row in rows]
    return all(day is not None and day < source.since for day in days)


def announced_total(source: Source, answers: Sequence[Answer]) -> int | None:
    """How many rows the last page says that there are; None where the source does not tell. Raises DamageError."""
    paging = source.paging if isinstance(source, JsonApi) else None
    if paging is None or paging.total is None:
        return None
    total = at_path(read_json(answers[-1]), paging.total)
    if isinstance(total, bool) or not _COUNT.fullmatch(str(total)):
        raise DamageError("SHAPE", place=answers[-1].place, detail=f"“{paging.total}”处不是条数")
    return int(total)


def announced_pages(source: Source, first: Answer) -> int | None:
    """How many pages the first one says that there are; None where it does not tell. Raises DamageError."""
    paging = source.paging if isinstance(source, ListPage) else None
    if paging is None or paging.count is None:
        return None
    found = paging.count.search(decode_page(first.content))
    if found is None or not _COUNT.fullmatch(found[1] or ""):
        raise DamageError("SHAPE", place=first.place, detail="没有写明总页数")
    return int(found[1])


def with_parameters(url: str, parameters: Mapping[str, str]) -> str:
    """The address with query parameters set, others kept in their order."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in parameters]
    return urlunsplit(parts._replace(query=urlencode([*kept, *parameters.items()])))


def _next_listed(paging: ListPaging, answers: Sequence[Answer]) -> str | None:
    if paging.next is not None:
        href = picked_text(read_page(answers[-1]), Pick(select=paging.next), answers[-1])
        url = None if href is None else _joined(answers[-1].url, href)
        return None if url in {answer.url for answer in answers} else url
    if paging.count is not None:
        found = paging.count.search(decode_page(answers[0].content))
        if found is None or not _COUNT.fullmatch(found[1] or "") or len(answers) >= int(found[1]):
            return None
    return urljoin(answers[0].url, (paging.pattern or "").format(n=paging.first + len(answers) - 1))


def _joined(url: str, href: str) -> str | None:
    try:
        return urljoin(url, href)
    except ValueError:  # http://[
        return None


def is_past_end(source: Source, answer: Answer, words: PortalWords) -> bool:
    """Whether a page lies behind the last one: where nothing announces their number, only asking tells."""
    paging = source.paging if isinstance(source, ListPage) else None
    if answer.number == 1 or paging is None or paging.pattern is None or paging.count is not None:
        return False
    try:
        return not read_rows(source, answer, words)
    except DamageError as damage:
        return damage.code == "SOFT_404"
