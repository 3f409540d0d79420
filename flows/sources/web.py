"""HTTP as a source needs it: bounded in time and size, patient with a busy server, never led to another host."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from flows.sources.certificates import certificate_fault
from flows.sources.directed_hosts import Place, direct

T = TypeVar("T")
_TRANSIENT_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 1 << 16


class SourceError(Exception):
    """A source could not be read; the message says so in Chinese. `is_transient`: it may work later."""

    def __init__(self, message: str, *, is_transient: bool = False, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.is_transient = is_transient
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Limits of a source. Seconds and bytes. `auth` is a user and a password for HTTP basic authentication; hosts in `connect_to` are
    to be had at the address given there.
    """

    user_agent: str = "zwgk/0.1 (collects reports of open government offices)"
    connect_timeout_s: float = 5.0
    read_timeout_s: float = 20.0
    file_deadline_s: float = 180.0
    total_deadline_s: float = 900.0
    attempts: int = 5
    backoff_s: float = 0.5
    longest_wait_s: float = 60.0
    largest_bytes: int = 20 << 20
    most_files: int = 5000
    auth: tuple[str, str] | None = field(default=None, repr=False)
    connect_to: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point in time by which a piece of work is over."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds left; negative when it has passed."""
        return self.started + self.seconds - time.monotonic()

    def within(self, seconds: float) -> Deadline:
        """A deadline `seconds` from now, but not after this one."""
        return Deadline(min(seconds, self.left))

    def check(self) -> None:
        """Raises SourceError once it has passed."""
        if self.left <= 0:
            raise SourceError(f"超过 {self.seconds:.0f} 秒仍未传完，已放弃，下次再试", is_transient=True)


class Web:
    """A session with one host."""

    def __init__(self, base_url: str, settings: WebSettings) -> None:
        if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).netloc:
            raise SourceError(f"收件目录地址“{base_url}”有误，应以 http:// 或 https:// 开头")
        self.settings = settings
        self._origin = origin_of(base_url)
        self._session = requests.Session()
        self._session.auth = settings.auth
        direct(self._session, settings.connect_to)
        # identity: a resumed download counts bytes as they are stored, and no small body swells to a large one.
        self._session.headers.update({"User-Agent": settings.user_agent, "Accept-Encoding": "identity"})

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    @contextmanager
    def open(self, url: str, deadline: Deadline, headers: dict[str, str] | None = None) -> Iterator[requests.Response]:
        """One GET without its body, through redirects that stay on the host. Statuses of 400 and more are SourceErrors."""
        response = self._get(url, deadline, headers or {})
        for _ in range(3):
            if response.status_code not in REDIRECTS:
                break
            response.close()
            url = urljoin(url, response.headers.get("Location", ""))
            response = self._get(url, deadline, headers or {})
        try:
            refuse_bad_status(response)
            yield response
        finally:
            response.close()

    def read(self, url: str, deadline: Deadline, largest_bytes: int) -> tuple[bytes, str]:
        """A whole small body and its content type, retried."""

        def once() -> tuple[bytes, str]:
            with self.open(url, deadline) as response:
                return b"".join(body(response, deadline, largest_bytes)), response.headers.get("Content-Type", "")

        return self.patiently(once, deadline)

    def patiently(self, once: Callable[[], T], deadline: Deadline) -> T:
        """Calls again after a transient failure: exponential backoff with jitter, or as long as the server asks.

        urllib3's own Retry sleeps without regard to a total deadline and does not see a body that breaks off.
        """
        for attempt in range(1, self.settings.attempts + 1):
            try:
                return once()
            except SourceError as failed:
                wait = self._wait(failed, attempt)
                if not failed.is_transient or attempt == self.settings.attempts or wait >= deadline.left:
                    raise
                time.sleep(wait)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _wait(self, failed: SourceError, attempt: int) -> float:
        backoff = self.settings.backoff_s * 2.0 ** (attempt - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        return min(max(backoff, failed.retry_after_s or 0.0), self.settings.longest_wait_s)

    def _get(self, url: str, deadline: Deadline, headers: dict[str, str]) -> requests.Response:
        if origin_of(url) != self._origin:
            raise SourceError(f"服务器要转到另一台主机（{url}），已拒绝")
        deadline.check()
        timeouts = (self.settings.connect_timeout_s, min(self.settings.read_timeout_s, deadline.left))
        try:
            return self._session.get(url, headers=headers, stream=True, timeout=timeouts, allow_redirects=False)
        except requests.RequestException as failed:
            is_transient = not isinstance(failed, requests.exceptions.SSLError)  # a certificate is mended by a person
            raise SourceError(f"无法连接 {url}：{reason_of(failed)}", is_transient=is_transient) from failed


def body(response: requests.Response, deadline: Deadline, largest_bytes: int) -> Iterator[bytes]:
    """The body as it arrives. Looks at the deadline at every packet, so that a dripping server can't hold a run."""
    received = 0
    try:
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            received += len(chunk)
            if received > largest_bytes:
                raise SourceError(f"文件超过 {largest_bytes / (1 << 20):g} MB，未收取")
            deadline.check()
            yield chunk
    except (urllib3.exceptions.HTTPError, OSError) as broken:
        raise SourceError(f"传输中断（{type(broken).__name__}）", is_transient=True) from broken


def origin_of(url: str) -> tuple[str, str | None, int]:
    """Scheme, host and port: what a secret may be sent to."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def refuse_bad_status(response: requests.Response) -> None:
    """Raises SourceError for statuses of 400 and more, and for a redirection that nobody followed."""
    status = response.status_code
    if status in REDIRECTS:
        raise SourceError("服务器转向次数过多")
    if status >= 400 and status != 416:
        raise SourceError(
            f"服务器返回 {status} {response.reason}",
            is_transient=status in _TRANSIENT_STATUS,
            retry_after_s=retry_after(response.headers.get("Retry-After")),
        )


def retry_after(header: str | None) -> float | None:
    """Seconds, given as a number or as a date (RFC 9110, 10.2.3); None where it is neither."""
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        return (email.utils.parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return None


def reason_of(failed: requests.RequestException) -> str:
    """What a person can act on; the cause itself stays chained for the log."""
    match failed:
        case requests.exceptions.SSLError():
            return certificate_fault(failed)
        case requests.exceptions.Timeout():
            return "对方没有及时应答"
        case requests.exceptions.ConnectionError():
            return "连接不上，请检查网络和地址"
    return type(failed).__name__
