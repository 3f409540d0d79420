"""The characters of a page: pages state one encoding and are saved in another, so the bytes themselves are asked first."""

from __future__ import annotations

import codecs
import re

# The same name covers three generations of one encoding, and pages state the eldest of them.
_NEWEST = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
# Python knows more under such names than encodings of text: compressions, escapes, domain names.
_OF_PAGES = re.compile(r"utf-(?:8|16|32).*|gb.*|hz|big5.*|iso(?:8859|2022).*|cp\d+|euc.*|shift.*|koi8.*|ascii")
_HEAD = 4096
_FALLBACK = "gb18030"


def decode_page(content: bytes) -> str:
    """A page's text. A mark decides, then UTF-8 if the bytes are that, then what the page declares, then GB18030."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\0" in content[:_HEAD] and content[:_HEAD].count(b"\0") > len(content[:_HEAD]) // 8:
        return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le", errors="replace")
    declared = _declared(content)
    for encoding in ("utf-8", declared, _FALLBACK):
        text = _strictly(content, encoding)
        if text is not None:
            return text
    candidates = [content.decode(encoding, errors="replace") for encoding in ("utf-8", declared, _FALLBACK)]
    return min(candidates, key=lambda text: text.count("\ufffd"))


def _declared(content: bytes) -> str:
    found = _DECLARED.search(content[:_HEAD])
    name = found[1].decode("ascii").lower() if found else _FALLBACK
    name = _NEWEST.get(name, name)
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return _FALLBACK
    return name if _OF_PAGES.fullmatch(known) else _FALLBACK


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
