"""What is said of a link after it was looked at: alive, dead, or unsure where it may be bad luck or a door shut to programs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

import requests

from flows.sources.certificates import certificate_fault
from flows.sources.public_hosts import RefusedHostError, UnknownHostError
from flows.sources.web import SourceError, reason_of
from warehouse.catalog.links import LinkWords

LinkState = Literal["alive", "dead", "unsure"]
_PAGES = ("text/html", "application/xhtml+xml", "")


class NoWebAddressError(ValueError):
    """An address that a program must not open; the message says why in Chinese."""


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What was seen at an address. `is_failure`: it may have been bad luck, and a second one on another day is none.

    `is_reached` says whether the host answered; None where it was not asked.
    """

    url: str
    state: LinkState
    detail: str
    is_failure: bool = False
    is_reached: bool | None = True


@dataclass(frozen=True, slots=True)
class Seen:
    """The end of a chain of redirects. `retry_after_s` is when a busy server wants to be asked again."""

    url: str
    status: int
    reason: str
    content_type: str
    title: str
    retry_after_s: float | None

    @property
    def is_page(self) -> bool:
        """Whether it is a web page, or may be one; a PDF has no title to look at."""
        return self.content_type.partition(";")[0].strip().lower() in _PAGES


def judge_page(url: str, seen: Seen, words: LinkWords) -> LinkAnswer:
    """What an answer means for the link to it."""
    status = f"HTTP {seen.status} {seen.reason}".strip()
    if seen.status in words.gone:
        return LinkAnswer(url, "dead", f"{status}，网页不存在")
    if seen.status in words.refusing or seen.retry_after_s is not None:
        return LinkAnswer(url, "unsure", f"{status}，对方拒绝程序访问或要求稍后再来，请人工打开核对")
    if seen.status >= 400:
        return LinkAnswer(url, "unsure", f"{status}，对方网站出错", is_failure=True)
    if words.says_missing(seen.title):
        return LinkAnswer(url, "dead", f"网页能打开，但标题为“{seen.title}”，内容已不在")
    if _is_front(seen.url, words) and not _is_front(url, words):
        return LinkAnswer(url, "unsure", f"转到了网站首页 {seen.url}，原网页可能已撤下，请人工打开核对")
    return LinkAnswer(url, "alive", seen.title or status)


def _is_front(url: str, words: LinkWords) -> bool:
    parts = urlsplit(url)
    return parts.path in words.front_pages and not parts.query and not parts.fragment


def judge_failure(url: str, failed: Exception) -> LinkAnswer:
    """What it means that there was no answer. Only a name that does not exist is a clear word."""
    match failed:
        case RefusedHostError():
            said = f"地址在内网（{failed.address}），未访问；公众应能打开的网页才可作佐证。确需巡检的，把主机名写入 zwgk.toml 的 link_hosts"
            return LinkAnswer(url, "unsure", said, is_reached=None)
        case UnknownHostError(is_certain=True):
            return LinkAnswer(url, "dead", "网站域名不存在", is_reached=False)
        case UnknownHostError():
            return LinkAnswer(url, "unsure", "域名服务暂时查不到这个网站", is_reached=False)
        case requests.TooManyRedirects():
            return LinkAnswer(url, "unsure", "网页反复转向，打不开", is_failure=True)
        case requests.exceptions.SSLError():
            return LinkAnswer(url, "unsure", f"网站{certificate_fault(failed)}，请人工打开核对")
        case requests.RequestException() if not isinstance(failed, ValueError):
            return LinkAnswer(
                url, "unsure", reason_of(failed), is_failure=True, is_reached=isinstance(failed, requests.ReadTimeout)
            )
        case SourceError():
            return LinkAnswer(url, "unsure", str(failed), is_failure=True)
    said = str(failed) if isinstance(failed, NoWebAddressError) else "地址写法有误"
    return LinkAnswer(url, "unsure", said, is_reached=None)


def without_proof(answer: LinkAnswer) -> LinkAnswer:
    """A name that could not be found, while nothing else could be reached to show that the network works."""
    said = f"{answer.detail}；这次没有连上任何网站，也可能是本机没有联网，请人工核对"
    return replace(answer, state="unsure", detail=said)
