"""The title of a web page from its first bytes: all that is needed to see that a page says that there is none."""

from __future__ import annotations

import codecs
import html
import re

from flows.sources.names import display_name

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def page_title(content: bytes, content_type: str) -> str:
    """The title on one line, fit to be shown; empty where these bytes have none. They may end in the middle of a character."""
    match = _TITLE.search(_text(content, content_type))
    return "" if match is None else display_name(" ".join(html.unescape(match[1]).split()))


def _text(content: bytes, content_type: str) -> str:
    """As declared in the header or the page; else UTF-8, else GB 18030, which old portals send without a word about it."""
    declared = _CHARSET.search(content_type.encode()) or _CHARSET.search(content)
    for encoding in (*((declared[1].decode(),) if declared else ()), "utf-8"):
        try:
            return codecs.getincrementaldecoder(_widest(encoding))().decode(content)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("gb18030", "replace")


def _widest(encoding: str) -> str:
    """Pages that say gb2312 or gbk use characters of GB 18030, which holds both."""
    return "gb18030" if encoding.lower() in {"gb2312", "gbk"} else encoding
