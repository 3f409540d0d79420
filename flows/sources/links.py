"""Looks whether web pages are there: politely, in bounded time, and never at a machine inside the office's networks.

The addresses are foreign input. Only http and https are asked, one request at a time at each host, and a failure that may pass is
not called a dead link.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, urljoin, urlsplit

import requests

from flows.sources.directed_hosts import Place
from flows.sources.link_answer import LinkAnswer, NoWebAddressError, Seen, judge_failure, judge_page, without_proof
from flows.sources.page_title import page_title
from flows.sources.public_hosts import PublicHosts, RefusedHostError, UnknownHostError
from flows.sources.turns import HostBusyError, Turns
from flows.sources.web import Deadline, SourceError, body, retry_after
from warehouse.catalog.links import LinkWords

_TOO_MANY = 429
_WAITING = (_TOO_MANY, 503)


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """Limits of a visit. Seconds and bytes; `link_deadline_s` is for one address with all its redirects and waits.

    Hosts in `connect_to` are to be had at the address given there.
    """

    user_agent: str = "zwgk/0.1 (checks the links in task reports of an open government office)"
    connect_timeout_s: float = 5.0
    read_timeout_s: float = 10.0
    link_deadline_s: float = 40.0
    total_deadline_s: float = 900.0
    pause_s: float = 1.0
    longest_wait_s: float = 20.0
    largest_bytes: int = 16 << 10
    most_redirects: int = 5
    hosts_at_once: int = 8
    connect_to: Mapping[str, Place] = field(default_factory=dict)


def fetch_links(
    urls: Iterable[str], words: LinkWords, allowed: Collection[str] = (), limits: LinkLimits | None = None
) -> dict[str, LinkAnswer]:
    """Looks at each address once. One that there was no time for, or whose host asked to be left alone, is not in the result.

    `allowed` are hosts that may lie inside. Raises SourceError where several hosts were asked and nobody could be reached.
    """
    limits = limits or LinkLimits()
    by_host: dict[str | None, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(_host(url), []).append(url)
    visit = _Visit(
        words, allowed, limits, Turns(limits.pause_s, limits.longest_wait_s), Deadline(limits.total_deadline_s)
    )
    with ThreadPoolExecutor(limits.hosts_at_once) as threads:
        answers = [answer for host in threads.map(visit.ask_host, by_host.values()) for answer in host]
    return {answer.url: answer for answer in _in_doubt(answers)}


def _in_doubt(answers: list[LinkAnswer]) -> list[LinkAnswer]:
    """Where no host at all was reached the office's own network may be at fault: nothing is called dead. Raises SourceError."""
    lost = {_host(answer.url) for answer in answers if answer.is_reached is False}
    if any(answer.is_reached for answer in answers):
        return answers
    if len(lost) > 1:
        raise SourceError(f"{len(lost)} 个网站一个也连不上，本机可能没有联网，未作判断", is_transient=True)
    return [answer if answer.state != "dead" else without_proof(answer) for answer in answers]


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Visit:
    """One round through all addresses."""

    words: LinkWords
    allowed: Collection[str]
    limits: LinkLimits
    turns: Turns
    deadline: Deadline

    def ask_host(self, urls: list[str]) -> list[LinkAnswer]:
        """The addresses of one host, one after the other."""
        with _Browser(self) as browser:
            found = (browser.look(url) for url in urls if self.deadline.left > 0)
            return [answer for answer in found if answer is not None]


class _Browser:
    """A session that keeps cookies, as some portals send a visitor in circles who has none."""

    def __init__(self, visit: _Visit) -> None:
        self._visit = visit
        self._hosts = PublicHosts(visit.allowed, visit.limits.connect_to)
        self._lost: dict[str, requests.ConnectTimeout | UnknownHostError] = {}
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy would connect in our place, to wherever the address leads
        self._session.mount("http://", self._hosts)
        self._session.mount("https://", self._hosts)
        self._session.headers.update({"User-Agent": visit.limits.user_agent, "Accept-Encoding": "identity"})

    def __enter__(self) -> _Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def look(self, url: str) -> LinkAnswer | None:
        """What is at an address; None where its host wants to be left alone for now."""
        try:
            seen = self._ask(url)
            if seen.retry_after_s is not None and seen.retry_after_s <= self._visit.limits.longest_wait_s:
                seen = self._ask(url)
            return judge_page(url, seen, self._visit.words)
        except HostBusyError:
            return None
        except (requests.RequestException, RefusedHostError, UnknownHostError, SourceError, ValueError) as failed:
            return judge_failure(url, failed)

    def _ask(self, url: str) -> Seen:
        """HEAD, and GET where HEAD is not conclusive: many servers refuse it, and only a page has a title."""
        deadline = self._visit.deadline.within(self._visit.limits.link_deadline_s)
        try:
            seen = self._follow("HEAD", url, deadline)
        except (requests.ReadTimeout, requests.ConnectionError) as failed:
            if isinstance(failed, requests.ConnectTimeout) or deadline.left <= 0:
                raise
        else:
            if seen.retry_after_s is not None or (seen.status < 400 and not seen.is_page):
                return seen
        return self._follow("GET", url, deadline)

    def _follow(self, method: str, url: str, deadline: Deadline) -> Seen:
        for _ in range(self._visit.limits.most_redirects + 1):
            with self._answer(method, url, deadline) as response:
                if not response.is_redirect:
                    return self._seen(url, response, deadline)
                url = urljoin(url, self._session.get_redirect_target(response) or "")
        raise requests.TooManyRedirects(url)

    @contextmanager
    def _answer(self, method: str, url: str, deadline: Deadline) -> Iterator[requests.Response]:
        limits = self._visit.limits
        host = _permitted(url).hostname or ""
        if host in self._lost:
            raise self._lost[host]  # no need to wait for it once more for each of its pages
        with self._visit.turns.at(host):
            deadline.check()
            timeouts = (limits.connect_timeout_s, min(limits.read_timeout_s, deadline.left))
            cut = threading.Timer(deadline.left, self._hosts.cut)
            cut.start()
            try:
                with self._session.request(
                    method, url, stream=True, timeout=timeouts, allow_redirects=False
                ) as response:
                    yield response
            except (requests.ConnectTimeout, UnknownHostError) as lost:
                self._lost[host] = lost
                raise
            finally:
                cut.cancel()

    def _seen(self, url: str, response: requests.Response, deadline: Deadline) -> Seen:
        kind, status = response.headers.get("Content-Type", ""), response.status_code
        wait = retry_after(response.headers.get("Retry-After")) if status in _WAITING else None
        if wait is not None or status == _TOO_MANY:
            self._visit.turns.leave_alone(_permitted(url).hostname or "", math.inf if wait is None else wait)
        seen = Seen(url, status, response.reason or "", kind, "", wait)
        if response.request.method == "HEAD" or not response.ok or not seen.is_page:
            return seen
        return replace(seen, title=page_title(_beginning(response, deadline, self._visit.limits.largest_bytes), kind))


def _permitted(url: str) -> SplitResult:
    """The parts of an address that may be asked. Raises NoWebAddressError, or ValueError where it is none at all."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NoWebAddressError("不是网页地址（应以 http:// 或 https:// 开头）")
    if parts.username is not None or parts.password is not None:
        raise NoWebAddressError("地址中带有用户名或密码，未访问；请改用不带密码的公开地址")
    return parts


def _beginning(response: requests.Response, deadline: Deadline, most: int) -> bytes:
    found = b""
    for chunk in body(response, deadline, 1 << 30):
        found += chunk
        if len(found) >= most:
            break
    return found[:most]
