"""Rows of a column as items: policy documents, interpretations, notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urldefrag, urljoin, urlsplit

from transforms.portal.answer import Answer, DamageError, Row
from transforms.portal.page_rows import picked_text, read_page, refuse_other_page
from transforms.portal.rows import matched_text, read_rows
from transforms.portal.written_dates import read_day
from warehouse.catalog.portal import PortalWords, Source

_REQUIRED = {"title": "标题", "url": "链接", "published_on": "发布日期"}


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `url` is absolute and without fragment; `linked_*` lead to the document that it interprets."""

    url: str
    title: str
    unit_text: str | None
    document_number: str | None
    published_on: date
    is_normative: bool
    linked_url: str | None
    linked_number: str | None
    linked_title: str | None
    answer_no: int
    place: str


@dataclass(frozen=True, slots=True)
class ItemReader:
    """Reads the rows of one source. `latest` is the last day on which something may have been published; `details` are items' own pages."""

    source: Source
    words: PortalWords
    latest: date
    details: Mapping[str, Answer] = field(default_factory=dict)

    def read(self, answer: Answer, rows: Iterable[Row]) -> Iterator[Item | DamageError]:
        """Each row's item, or what is wrong with the row."""
        for row in rows:
            try:
                yield self._item(answer, row)
            except DamageError as flawed:
                yield flawed

    def _item(self, answer: Answer, row: Row) -> Item:
        text = _linked(answer, {name: _text(value) for name, value in row.values.items()})
        for name, label in _REQUIRED.items():
            if text[name] is None:
                raise DamageError("SHAPE", place=row.place, detail=f"没有{label}")
        url = _address(answer, row, str(text["url"]))
        text |= {name: value for name, value in self._detail(url).items() if not text.get(name)}
        number = text.get("document_number")
        title = str(text["title"])
        return Item(
            url=url,
            title=title,
            unit_text=text.get("unit") or self.source.unit,
            document_number=number,
            published_on=self._day(row, row.values["published_on"]),
            is_normative=self.source.is_normative or self._is_normative(number),
            linked_url=text.get("linked_url"),
            linked_number=text.get("linked_number"),
            linked_title=_first(self.words.quoted_title.search(title)),
            answer_no=answer.number,
            place=row.place,
        )

    def _detail(self, url: str) -> dict[str, str | None]:
        """What the item's own page says; nothing where it has not come, is gone, or is no page."""
        answer, fields = self.details.get(url), self.source.detail
        if answer is None or fields is None:
            return {}
        try:
            refuse_other_page(answer, self.words, is_closed=False)
            page = read_page(answer)
        except DamageError:
            return {}
        picked = {name: picked_text(page, pick, answer) for name, pick in fields.picks().items()}
        matched = {name: matched_text(picked[name], pick) for name, pick in fields.picks().items()}
        return _linked(answer, matched)

    def _is_normative(self, number: str | None) -> bool:
        return number is not None and self.words.normative_number.search(number) is not None

    def _day(self, row: Row, written: object) -> date:
        day = read_day(written, (*self.source.date_formats, *self.words.date_formats))
        if day is None:
            raise DamageError("SHAPE", place=row.place, detail=f"发布日期“{written}”无法识别")
        if not self.words.earliest <= day <= self.latest + timedelta(days=1):
            said = f"应在 {self.words.earliest} 到 {self.latest} 之间"
            raise DamageError("VALUE", place=row.place, field="发布日期", value=written, detail=said)
        return day


def item_addresses(source: Source, answer: Answer, words: PortalWords) -> list[str]:
    """The addresses of a page's items, in order; none of a page that can't be read."""
    try:
        rows = [row for row in read_rows(source, answer, words) if _text(row.values["url"]) is not None]
        return [_address(answer, row, str(row.values["url"])) for row in rows]
    except DamageError:
        return []


def _text(value: object) -> str | None:
    text = "" if value is None else " ".join(str(value).split())
    return text or None


def _address(answer: Answer, row: Row, href: str) -> str:
    url = _joined(answer, href)
    parts = urlsplit(url or "")
    if url is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise DamageError("SHAPE", place=row.place, detail=f"链接“{href}”不是网址")
    return url


def _joined(answer: Answer, href: str) -> str | None:
    """An absolute address without fragment; None for what is none, such as `http://[`."""
    try:
        return urldefrag(urljoin(answer.url, href)).url
    except ValueError:
        return None


def _linked(answer: Answer, text: dict[str, str | None]) -> dict[str, str | None]:
    """The fields with the link as an address: it is relative to the page that it stands on."""
    href = text.get("linked_url")
    return text if href is None else {**text, "linked_url": _joined(answer, href)}


def _first(found: object) -> str | None:
    return None if found is None else str(found[1])  # type: ignore[index]
