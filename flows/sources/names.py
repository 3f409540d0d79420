"""Which names are not reports, and how a name is kept: as data, in valid Unicode, never as a path, markup or command."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 200
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def ignored_because(name: str) -> str | None:
    """Why a file of this name is no report (in Chinese), or None: lock files, hidden files, files still on their way."""
    if name.startswith("~$"):
        return "Office 的临时锁文件"
    if name.startswith("."):
        return "隐藏文件"
    if name.lower().endswith((".part", ".tmp", ".crdownload", ".filepart")):
        return "尚未传完的文件"
    return None


def display_name(name: str) -> str:
    """A name fit to be shown and stored: NFC, control and direction characters replaced, bytes of another encoding read as GBK."""
    seen = unicodedata.normalize("NFC", _decoded(name))
    if not seen.isprintable():
        seen = "".join("�" if unicodedata.category(character) in _UNSEEN else character for character in seen)
    return seen if len(seen) <= LONGEST_NAME else f"{seen[: LONGEST_NAME - 20]}…{seen[-19:]}"


def decoded_name(raw: bytes) -> str:
    """Bytes of a name as text: UTF-8, else GB 18030 as old Windows servers send it, else with marks for what is unknown."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _decoded(name: str) -> str:
    """File systems hand undecodable bytes on as lone surrogates, which no database takes."""
    try:
        return decoded_name(name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return name
