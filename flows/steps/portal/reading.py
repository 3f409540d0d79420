"""One landed visit to what it says: items or figures, or a published report, or the fault for which it is not believed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from flows.reading.files import read_files
from flows.sources.portal_visit import DETAIL, LISTED, Page
from flows.steps.check.files import read_report_path
from transforms.portal.answer import Answer, DamageError
from transforms.portal.feed import FeedReading, read_feed
from transforms.portal.page_rows import picked_text, read_page, refuse_other_page
from transforms.portal.written_dates import read_day
from transforms.report.report_reading import ReportReading
from warehouse.archive import Archive
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.portal import ReportAt, ReportPage, Source
from warehouse.catalog.units import Register

_FULL_STOP = "。"


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A published report: its reading, the day that its page states, and a hash of what it says rather than of its bytes."""

    at: ReportAt
    reading: ReportReading
    published_on: date | None
    content_hash: str


@dataclass(slots=True)
class VisitReader:
    """Reads visits; pages that were read before in this run are not read again."""

    archive: Archive
    catalog: Catalog
    register: Register
    workers: int = 2
    _feeds: dict[tuple[str, ...], FeedReading] = field(default_factory=dict)
    _reports: dict[str, ReportReading] = field(default_factory=dict)

    def read_feed(self, source: Source, pages: Sequence[Page], day: date) -> FeedReading:
        """Items and figures. Raises DamageError. What was good on one day is good on a later one; a fault may pass."""
        key = (source.code, *(f"{page.final_url} {page.sha256}" for page in pages))
        if key not in self._feeds:
            own = [page for page in pages if page.role == DETAIL]
            details = list(zip((page.url for page in own), self._answers(own), strict=True))
            answers = self._answers([page for page in pages if page.role == LISTED])
            self._feeds[key] = read_feed(source, answers, self.catalog, day, details)
        return self._feeds[key]

    def read_report(self, source: ReportPage, feed: str, page: Page) -> PublishedReport:
        """The report of one unit and year. Raises DamageError where it is another's, another year's, or none."""
        at = next(one for one in source.pages if feed == f"{source.code}/{one.unit}/{one.year}")
        [answer] = self._answers([page])
        place = f"{at.unit}{at.year}年的页面"
        is_page = answer.content.lstrip()[:1] == b"<"
        if is_page:
            refuse_other_page(answer, self.catalog.portal, is_closed=source.expect.is_closed)
        reading = self._reading(page.sha256)
        if reason := self._refusal(at, reading):
            raise DamageError("REPORT", place=place, detail=reason)
        published_on = self._published_on(source, answer) if is_page else None
        return PublishedReport(at, reading, published_on, _content_hash(reading))

    def read_ahead(self, sha256s: Iterable[str]) -> None:
        """Reads reports together: the children that do it take longer to start than to read."""
        new = [sha256 for sha256 in dict.fromkeys(sha256s) if sha256 not in self._reports]
        files = [(sha256, self.archive.path(sha256)) for sha256 in new]
        for sha256, reading in read_files(files, workers=self.workers, read=read_report_path):
            known = reading if isinstance(reading, ReportReading) else ReportReading(error=reading.error)
            self._reports[sha256] = known

    def _answers(self, pages: Sequence[Page]) -> list[Answer]:
        return [
            Answer(page.final_url, number, self.archive.path(page.sha256).read_bytes())
            for number, page in enumerate(pages, 1)
        ]

    def _reading(self, sha256: str) -> ReportReading:
        """In a bounded child, as every file from outside."""
        self.read_ahead([sha256])
        return self._reports[sha256]

    def _refusal(self, at: ReportAt, reading: ReportReading) -> str | None:
        if reading.error is not None:
            return reading.error[1]
        if reading.year is not None and reading.year != at.year:
            return f"其中写的是 {reading.year} 年。"
        named = None if reading.unit is None else self.register.find(reading.unit)
        if named is not None and named != self.register.find(at.unit):
            return f"其中写的是{named.name}。"
        return None

    def _published_on(self, source: ReportPage, answer: Answer) -> date | None:
        if source.published_on is None:
            return None
        written = picked_text(read_page(answer), source.published_on, answer)
        return None if written is None else read_day(written, (*source.date_formats, *self.catalog.portal.date_formats))


def _content_hash(reading: ReportReading) -> str:
    """Of the tables' values and the sentences of the report's sections: a page's counters, banners and footers change daily."""
    digest = hashlib.sha256()
    for code, state, value, *_ in reading.cells:
        digest.update(f"{code} {state} {value}\n".encode())
    for paragraph in reading.paragraphs:
        if paragraph.section and not paragraph.is_link and _FULL_STOP in paragraph.text:
            digest.update(f"{''.join(paragraph.text.split())}\n".encode())
    return digest.hexdigest()
