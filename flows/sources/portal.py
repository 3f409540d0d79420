"""Fetches the declared sources of a portal: hosts side by side, each host one request at a time, and no address twice in a run.

Order against loss: page → archive → noted in the visit → the caller journals the whole visit → `forget_visit`. A crash in between
goes on behind the last noted page.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from flows.sources.portal_visit import DETAIL, LISTED, Landing, Page, Progress, sha256_of
from flows.sources.portal_web import Ask, PortalError, PortalSettings, PortalWeb
from transforms.portal.answer import Answer
from transforms.portal.items import item_addresses
from transforms.portal.paging import Pager, first_url, is_past_end
from warehouse.archive import Archive
from warehouse.catalog.portal import ExportFile, PortalWords, ReportPage, Source
from warehouse.catalog.portal_files import source_fingerprint

_MB = 1 << 20
_NOT_FOUND = (404, 410)
_DISK_THREADS = 4


@dataclass(frozen=True, slots=True)
class Feed:
    """What is fetched as one: a source, or one report of a source of reports. `name` is its key in the journal."""

    source: Source
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of one feed. `failure` is the code of a fault and the sentence for it; `is_new` where any page changed."""

    feed: Feed
    pages: tuple[Page, ...]
    failure: tuple[str, str] | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What a run starts from: the workspace's folder, the archive, what was there last time, and secrets by source."""

    root: Path
    archive: Archive
    state_dir: Path
    words: PortalWords
    last: Mapping[str, Sequence[Page]] = field(default_factory=dict)
    secret_of: Callable[[Source], Mapping[str, str]] = lambda _: {}


def feeds_of(source: Source) -> Iterator[Feed]:
    """The feeds of a source."""
    if isinstance(source, ReportPage):
        for page in source.pages:
            yield Feed(source, f"{source.code}/{page.unit}/{page.year}", page.url)
    elif isinstance(source, ExportFile) and source.path is not None:
        yield Feed(source, source.code, f"file:{source.path}")
    else:
        yield Feed(source, source.code, first_url(source))


def fetch_portal(sources: Sequence[Source], known: Known, settings: PortalSettings | None = None) -> tuple[Visit, ...]:
    """A visit for every feed, in declared order; a source that fails does not stop the others."""
    settings = settings or PortalSettings()
    feeds = [feed for source in sources for feed in feeds_of(source)]
    hosts: dict[str, list[Feed]] = {}
    for feed in feeds:
        hosts.setdefault(urlsplit(feed.url).netloc, []).append(feed)
    with (
        PortalWeb(settings, known.state_dir / "robots") as web,
        ThreadPoolExecutor(_DISK_THREADS) as disk,
        ThreadPoolExecutor(settings.hosts_at_once) as threads,
    ):
        run = _Run(web, known, disk)
        done = threads.map(lambda group: [run.visit(feed) for feed in group], hosts.values())
        visits = {visit.feed.name: visit for group in done for visit in group}
    return tuple(visits[feed.name] for feed in feeds)


class _Run:
    """One run over all feeds; remembers every address that it had."""

    def __init__(self, web: PortalWeb, known: Known, disk: ThreadPoolExecutor) -> None:
        self._web = web
        self._known = known
        self._disk = disk
        self._had: dict[tuple[str, tuple[str, ...]], Page] = {}
        self._lock = threading.Lock()

    def visit(self, feed: Feed) -> Visit:
        last = tuple(self._known.last.get(feed.name, ()))
        progress = Progress.of(self._known.state_dir, feed.name, source_fingerprint(feed.source))
        landing = Landing(self._known.archive, progress, self._disk)
        pages: list[Page] = []
        addresses: list[str] = []
        before = {page.url: page for page in last}
        try:
            had = [page for page in progress.pages if page.role == LISTED]
            for page, content in self._pages(feed, had, before):
                pages.append(page)
                landing.add(page, content)
                if feed.source.detail is not None:
                    answer = Answer(page.final_url, len(pages), content)
                    addresses += item_addresses(feed.source, answer, self._known.words)
            known = before | {page.url: page for page in progress.pages}
            for page, content in self._details(feed, tuple(dict.fromkeys(addresses)), known):
                pages.append(page)
                landing.add(page, content)
        except PortalError as failed:
            return Visit(feed, tuple(pages), (failed.code, self._sentence(failed)), is_new=False)
        finally:
            landing.settle()
        self._remember(feed, pages)
        return Visit(feed, tuple(pages), is_new=[p.sha256 for p in pages] != [p.sha256 for p in last])

    def _sentence(self, failed: PortalError) -> str:
        return self._known.words.sentence(failed.code, detail=str(failed), url=str(failed))

    def _pages(self, feed: Feed, had: Sequence[Page], before: Mapping[str, Page]) -> Iterator[tuple[Page, bytes]]:
        """Each page with its bytes, those that an interrupted run had already without asking."""
        source = feed.source
        if isinstance(source, ExportFile) and source.path is not None:
            yield from self._local(source.path)
            return
        pager = Pager(source, self._known.words)
        secret = self._known.secret_of(source)
        url: str | None = feed.url
        for number in range(1, source.terms.most_pages + 1):
            known = had[number - 1] if number <= len(had) else self._remembered(str(url), secret)
            found = (known, self._bytes(known)) if known else self._next(feed, str(url), number, secret, before)
            if found is None or url is None:
                return
            answer = Answer(found[0].final_url, number, found[1])
            if is_past_end(source, answer, self._known.words):
                return
            yield found
            url = pager.after(answer)
            if url is None:
                return

    def _details(self, feed: Feed, addresses: Sequence[str], known: Mapping[str, Page]) -> Iterator[tuple[Page, bytes]]:
        """Items' own pages, each asked for once and then known; one that is gone is known too, as an empty one.

        A failure here ends this run's pages and not the visit: what the list says stands by itself.
        """
        secret = self._known.secret_of(feed.source)
        left = feed.source.detail.most if feed.source.detail is not None else 0
        for url in addresses:
            page = known[url] if url in known and known[url].role == DETAIL else self._remembered(url, secret)
            if page is not None:
                yield replace(page, role=DETAIL), self._bytes(page)
            elif left > 0 and urlsplit(url).hostname in _hosts(feed):
                left -= 1
                try:
                    page, content = self._fetch(feed, url, secret, None)
                except PortalError as failed:
                    if failed.status not in _NOT_FOUND:
                        return
                    page, content = Page(url, url, sha256_of(b"")), b""
                yield replace(page, role=DETAIL), content

    def _next(
        self, feed: Feed, url: str, number: int, secret: Mapping[str, str], before: Mapping[str, Page]
    ) -> tuple[Page, bytes] | None:
        """The page, asked for; None where a list whose length nobody announces ends before it."""
        try:
            return self._fetch(feed, url, secret, before.get(url))
        except PortalError as failed:
            if failed.status in _NOT_FOUND and number > 1 and _length_is_unknown(feed.source):
                return None
            raise

    def _fetch(self, feed: Feed, url: str, secret: Mapping[str, str], former: Page | None) -> tuple[Page, bytes]:
        terms = feed.source.terms
        is_here = former is not None and self._known.archive.path(former.sha256).is_file()
        got = self._web.get(
            Ask(
                url=url,
                hosts=_hosts(feed),
                pause_s=terms.pause_s,
                deadline_s=terms.page_deadline_s,
                attempts=terms.attempts,
                largest_bytes=int(terms.largest_mb * _MB),
                secret=secret,
                validators=former.validators if former is not None and is_here else {},
            )
        )
        if got.content is not None:
            return Page(url, got.url, sha256_of(got.content), got.etag, got.modified, got.content_type), got.content
        if former is None:
            raise PortalError(f"{url} 回答“未变动”，但此前没有取过")
        return former, self._bytes(former)

    def _remembered(self, url: str, secret: Mapping[str, str]) -> Page | None:
        with self._lock:
            return self._had.get((url, tuple(secret.values())))

    def _remember(self, feed: Feed, pages: Sequence[Page]) -> None:
        """Another feed may ask for the same addresses; by now their bytes are in the archive."""
        secret = tuple(self._known.secret_of(feed.source).values())
        with self._lock:
            self._had |= {(page.url, secret): page for page in pages}

    def _local(self, pattern: str) -> Iterator[tuple[Page, bytes]]:
        root = self._known.root
        paths = sorted(path for path in root.glob(pattern) if path.is_file())
        if not paths:
            raise PortalError(f"工作区中没有文件 {pattern}")
        for path in paths:
            url = f"file:{quote(path.relative_to(root).as_posix())}"
            try:
                content = path.read_bytes()
            except OSError as refused:
                raise PortalError(f"{path.name} 无法打开（{refused.strerror}）") from refused
            yield Page(url, url, sha256_of(content)), content

    def _bytes(self, page: Page) -> bytes:
        return self._known.archive.path(page.sha256).read_bytes()


def _hosts(feed: Feed) -> Collection[str]:
    return {*feed.source.hosts, urlsplit(feed.url).hostname or ""}


def _length_is_unknown(source: Source) -> bool:
    paging = getattr(source, "paging", None)
    return getattr(paging, "pattern", None) is not None and getattr(paging, "count", None) is None
