"""A folder as a web server lists it: nginx's JSON (`autoindex_format json`) or a page of links. Text in, entries out."""

from __future__ import annotations

import email.utils
import json
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from flows.sources.names import decoded_name
from flows.sources.web import SourceError


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder. `stamp` is what the listing itself says of its version (size and time), None where it says none."""

    url: str
    name: str
    is_folder: bool
    stamp: str | None = None
    size: int | None = None


def read_listing(content: bytes, content_type: str, folder_url: str) -> list[Entry]:
    """The entries directly in the folder. Raises SourceError where the answer is no listing, such as a login page in JSON."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return list(_from_json(content, folder_url))
    if kind in {"text/html", "application/xhtml+xml"}:
        return list(_from_page(decoded_name(content), folder_url))
    raise SourceError(f"{folder_url} 返回的不是文件目录（{kind or '未说明类型'}）")


def _from_json(content: bytes, folder_url: str) -> Iterator[Entry]:
    try:
        rows = json.loads(decoded_name(content))
        if not isinstance(rows, list):
            raise TypeError("a listing is a list")
        for row in rows:
            name, is_folder = str(row["name"]), row["type"] == "directory"
            if "/" in name or name in {"", ".", ".."}:
                raise SourceError(f"{folder_url} 的目录中有不合规的文件名“{name}”")
            url = urljoin(folder_url, quote(name) + ("/" if is_folder else ""))
            yield Entry(url, name, is_folder, *_stamp(row))
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise SourceError(f"{folder_url} 返回的目录无法识别（应为 nginx autoindex 的 JSON）") from broken


def _stamp(row: dict[str, object]) -> tuple[str | None, int | None]:
    """Size and time as one text, and the size; (None, None) for folders and for listings that don't tell."""
    size, changed = row.get("size"), row.get("mtime")
    parsed = email.utils.parsedate_tz(changed) if isinstance(changed, str) else None
    if not isinstance(size, int) or parsed is None:
        return None, None
    return f"{size}@{email.utils.mktime_tz(parsed)}", size


def _from_page(page: str, folder_url: str) -> Iterator[Entry]:
    links = _Links()
    links.feed(page)
    seen: set[str] = set()
    for href in links.hrefs:
        entry = _entry_of_link(href, folder_url)
        if entry is not None and entry.url not in seen:
            seen.add(entry.url)
            yield entry


def _entry_of_link(href: str, folder_url: str) -> Entry | None:
    """A link to something directly in the folder; None for sort links, the way up, and everything elsewhere."""
    target, folder = urlsplit(urljoin(folder_url, href.strip())), urlsplit(folder_url)
    if target[:2] != folder[:2] or target.query or not target.path.startswith(folder.path):
        return None
    rest = target.path[len(folder.path) :]
    name = decoded_name(unquote_to_bytes(rest.rstrip("/")))
    if "/" in name or name in {"", ".", ".."}:
        return None
    return Entry(urlunsplit(target._replace(fragment="")), name, rest.endswith("/"))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """HTMLParser's own hook."""
        self.hrefs += [value for key, value in attrs if tag == "a" and key == "href" and value]
