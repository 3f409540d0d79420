"""What an OLE compound file is, from the names in its directory: .xls and .et, a locked .xlsx, a .doc."""

from __future__ import annotations

import re

from transforms.errors import FileError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
# The storage in which Excel and WPS keep an embedded object: MBD and eight hexadecimal digits.
_EMBEDDED = re.compile(rb"M\0B\0D\0(?:[0-9A-Fa-f]\0){8}\0\0")
_OTHERS = {"WordDocument": "Word 文档（.doc）", "PowerPoint Document": "PowerPoint 演示文稿（.ppt）"}


def check_ole(content: bytes) -> None:
    """Refuses what is no BIFF workbook, or a locked one, or one with macros or files inside: FileError F01, F02, F04, F12."""
    if _names(content, "EncryptedPackage"):
        raise FileError("F02")
    if not (_names(content, "Workbook") or _names(content, "Book")):
        other = next((kind for name, kind in _OTHERS.items() if _names(content, name)), "其他 OLE 文件")
        raise FileError("F01", other)
    if _names(content, "_VBA_PROJECT_CUR"):
        raise FileError("F04")
    if any(found.start() % _ENTRY == 0 for found in _EMBEDDED.finditer(content)):
        raise FileError("F12")


def _names(content: bytes, name: str) -> bool:
    """Whether a directory entry has the name: entries are aligned to their length and state the length of their name."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = content.find(wanted)
    while at >= 0:
        if at % _ENTRY == 0 and content[at + 64 : at + 66] == len(wanted).to_bytes(2, "little"):
            return True
        at = content.find(wanted, at + 2)
    return False
