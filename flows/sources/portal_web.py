"""HTTP to portals: one request at a time at each host, robots.txt honoured, only what changed, never beyond the declared hosts."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter

from flows.sources.directed_hosts import Place, direct
from flows.sources.turns import HostBusyError, Turns
from flows.sources.web import REDIRECTS, Deadline, SourceError, body, origin_of, reason_of, refuse_bad_status
from transforms.document.html_text import decode_page
from transforms.portal.robots import Robots, read_robots

_MOST_REDIRECTS = 5
_LARGEST_ROBOTS = 512 << 10
_ROBOTS_HOURS = 24


class PortalError(SourceError):
    """An address that was not had; `code` names the way (portal/faults.yaml), `status` is HTTP's, where it was an answer."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "UNREACHABLE",
        status: int | None = None,
        is_transient: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, is_transient=is_transient, retry_after_s=retry_after_s)
        self.code = code
        self.status = status


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """Limits of a visit to all sources. Seconds. Hosts in `connect_to` are to be had at the address given there."""

    user_agent: str = "zwgk/0.1 (reads a portal's own columns for its open-government office)"
    connect_timeout_s: float = 5.0
    read_timeout_s: float = 20.0
    backoff_s: float = 1.0
    longest_wait_s: float = 120.0
    total_deadline_s: float = 3600.0
    hosts_at_once: int = 8
    connect_to: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """One address and the terms on which it is asked. `hosts` are those that it may lead to; `secret` goes to its own origin only."""

    url: str
    hosts: Collection[str]
    pause_s: float
    deadline_s: float
    attempts: int
    largest_bytes: int
    secret: Mapping[str, str] = field(default_factory=dict)
    validators: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Got:
    """An answer; `content` is None where nothing changed since the validators' version."""

    url: str
    content: bytes | None
    etag: str | None
    modified: str | None
    content_type: str


class PortalWeb:
    """The connections of one visit, one a host. `memory` keeps what robots.txt said, for a day."""

    def __init__(self, settings: PortalSettings, memory: Path) -> None:
        self.settings = settings
        self._memory = memory
        self._deadline = Deadline(settings.total_deadline_s)
        self._turns = Turns(pause_s=0.0, longest_wait_s=settings.longest_wait_s)
        self._sessions: dict[str, requests.Session] = {}
        self._robots: dict[str, Robots] = {}
        self._asking: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> PortalWeb:
        return self

    def __exit__(self, *_: object) -> None:
        for session in self._sessions.values():
            session.close()

    def get(self, ask: Ask) -> Got:
        """The answer, tried again where it may come later. Raises PortalError."""
        if self._deadline.left <= 0:
            minutes = self.settings.total_deadline_s / 60
            raise PortalError(f"本次取数已超过 {minutes:g} 分钟，余下的没有取", is_transient=True)
        for attempt in range(1, ask.attempts + 1):
            try:
                return self._follow(ask, Deadline(ask.deadline_s))
            except SourceError as failed:
                wait = self._wait(failed, attempt)
                is_over = attempt == ask.attempts or wait > self.settings.longest_wait_s
                if not failed.is_transient or is_over:
                    raise _told(failed) from failed
                time.sleep(wait)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _wait(self, failed: SourceError, attempt: int) -> float:
        backoff = self.settings.backoff_s * 2.0 ** (attempt - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        return max(backoff, failed.retry_after_s or 0.0)

    def _follow(self, ask: Ask, deadline: Deadline) -> Got:
        url = ask.url
        for _ in range(_MOST_REDIRECTS + 1):
            self._refuse_elsewhere(ask, url)
            self._refuse_robots(ask, url)
            got = self._once(ask, url, deadline)
            if isinstance(got, Got):
                return got
            url = got
        raise PortalError(f"{ask.url} 转向超过 {_MOST_REDIRECTS} 次")

    def _once(self, ask: Ask, url: str, deadline: Deadline) -> Got | str:
        """The answer, or the address that it leads to. The host is left alone for the pause, or as long as it asks for."""
        host = urlsplit(url).netloc
        try:
            with self._turns.at(host):
                try:
                    return self._answer(ask, url, deadline)
                finally:
                    self._turns.leave_alone(host, max(ask.pause_s, self._delay_of(url)))
        except HostBusyError as busy:
            raise PortalError(f"{host} 要求稍后再来", is_transient=False) from busy
        except SourceError as failed:
            if failed.retry_after_s is not None:
                self._turns.leave_alone(host, failed.retry_after_s)
            raise

    def _answer(self, ask: Ask, url: str, deadline: Deadline) -> Got | str:
        secret = ask.secret if origin_of(url) == origin_of(ask.url) else {}
        timeouts = (self.settings.connect_timeout_s, min(self.settings.read_timeout_s, max(deadline.left, 0.1)))
        try:
            response = self._session(url).get(
                url, headers={**ask.validators, **secret}, stream=True, timeout=timeouts, allow_redirects=False
            )
        except requests.RequestException as failed:
            raise SourceError(f"无法连接 {url}：{reason_of(failed)}", is_transient=True) from failed
        with response:
            if response.status_code in REDIRECTS:
                return urljoin(url, response.headers.get("Location", ""))
            _refuse_status(response, url)
            content = None
            if response.status_code != 304:
                content = b"".join(body(response, deadline, ask.largest_bytes))
            told = response.headers
            return Got(url, content, told.get("ETag"), told.get("Last-Modified"), told.get("Content-Type", ""))

    def _session(self, url: str) -> requests.Session:
        host = urlsplit(url).netloc
        with self._lock:
            if host not in self._sessions:
                session = requests.Session()
                session.auth = _as_it_is
                # identity: no small body swells to a large one.
                session.headers.update({"User-Agent": self.settings.user_agent, "Accept-Encoding": "identity"})
                for scheme in ("http://", "https://"):
                    session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=1))
                direct(session, self.settings.connect_to, pool_connections=1, pool_maxsize=1)
                self._sessions[host] = session
            return self._sessions[host]

    def _refuse_elsewhere(self, ask: Ask, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or parts.hostname not in {*ask.hosts, urlsplit(ask.url).hostname}:
            raise PortalError(f"{ask.url} 要转到没有声明的主机（{url}），没有跟去。如属正常，请写入来源文件的 hosts")

    def _refuse_robots(self, ask: Ask, url: str) -> None:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not self._robots_of(ask, url).allows(path):
            raise PortalError(url, code="ROBOTS")

    def _delay_of(self, url: str) -> float:
        known = self._robots.get("{}://{}".format(*urlsplit(url)[:2]))
        return 0.0 if known is None or known.crawl_delay_s is None else known.crawl_delay_s

    def _robots_of(self, ask: Ask, url: str) -> Robots:
        """What the host allows. Without the file all is allowed; a host in trouble may have one that it can't show: nothing is."""
        root = "{}://{}".format(*urlsplit(url)[:2])
        with self._lock:
            once = self._asking.setdefault(root, threading.Lock())
        with once:
            if root not in self._robots:
                text = self._remembered(root)
                if text is None:
                    text = self._fetch_robots(ask, root)
                    self._remember(root, text)
                self._robots[root] = read_robots(text, self.settings.user_agent.partition("/")[0])
            return self._robots[root]

    def _fetch_robots(self, ask: Ask, root: str) -> str:
        url = f"{root}/robots.txt"
        plain = Ask(url, ask.hosts, ask.pause_s, ask.deadline_s, 1, _LARGEST_ROBOTS)
        for _ in range(_MOST_REDIRECTS):
            try:
                got = self._once(plain, url, Deadline(ask.deadline_s))
            except PortalError as refused:
                if refused.status is not None and 400 <= refused.status < 500 and not refused.is_transient:
                    return ""
                raise
            if isinstance(got, Got):
                text = decode_page(got.content or b"")
                return "" if text.lstrip().startswith("<") else text
            url = got
            if urlsplit(url).hostname not in {*ask.hosts, urlsplit(root).hostname}:
                break  # led elsewhere, as hosts do with every page that they have not
        return ""

    def _remembered(self, root: str) -> str | None:
        try:
            kept = json.loads(self._path(root).read_text("utf-8"))
            is_fresh = time.time() - float(kept["at"]) < _ROBOTS_HOURS * 3600
            return str(kept["text"]) if is_fresh else None
        except (OSError, ValueError, KeyError):
            return None

    def _remember(self, root: str, text: str) -> None:
        self._memory.mkdir(parents=True, exist_ok=True)
        self._path(root).write_text(json.dumps({"at": time.time(), "text": text}), "utf-8")

    def _path(self, root: str) -> Path:
        return self._memory / f"{''.join(c if c.isalnum() else '_' for c in root)}.json"


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """In the place of an authentication: without one, requests puts what the machine's .netrc says over our own header."""
    return request


def _refuse_status(response: requests.Response, url: str) -> None:
    try:
        refuse_bad_status(response)
    except SourceError as refused:
        status = response.status_code
        raise PortalError(
            f"{url} {refused}",
            status=status,
            is_transient=refused.is_transient,
            retry_after_s=refused.retry_after_s,
        ) from refused


def _told(failed: SourceError) -> PortalError:
    return failed if isinstance(failed, PortalError) else PortalError(str(failed), is_transient=failed.is_transient)
