"""A report's bytes to lines and tables, whatever kind of file they are and whatever it is called."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

from transforms.document.document import Document, Line
from transforms.document.docx_text import BODY, read_docx
from transforms.document.html_page import read_html
from transforms.document.html_text import decode_page
from transforms.errors import FileError
from transforms.files.gate import LARGEST_FILE, has_doctype, is_utf8, true_type
from transforms.files.zipped import read_members
from transforms.grid import Grid
from transforms.workbook.reading import Workbook, read_workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PAGE = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|div|p|meta|section|article|span)\b", re.IGNORECASE)
_SHEET = 'urn:schemas-microsoft-com:office:spreadsheet"'
_START = 1 << 16
_ARCHIVE = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)


def read_document(content: bytes) -> tuple[Document, Workbook | None]:
    """The document, and the workbook where it is one: its cover says more. Raises FileError, and nothing else."""
    try:
        return _read(content)
    except FileError as refused:
        raise FileError("F06", refused.detail) if refused.code == "F01" else refused from refused
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as broken:  # deep nesting ends in a RecursionError, a broken table in whatever it likes
        raise FileError("Z99", type(broken).__name__) from broken


def _read(content: bytes) -> tuple[Document, Workbook | None]:
    if not content.strip():
        raise FileError("F00")
    if len(content) > LARGEST_FILE:
        raise FileError("F03", f"{len(content) / (1 << 20):.0f} MB，上限 {LARGEST_FILE >> 20} MB")
    if content.startswith(_ZIP):
        members = read_members(content)
        if BODY in members:
            if has_doctype(members[BODY]):
                raise FileError("X00")
            if not is_utf8(members[BODY]):
                raise FileError("Z02", f"{BODY} 不是 UTF-8 编码")
            return read_docx(members), None
    if content.startswith((_ZIP, _OLE)):
        return _workbook(content)
    page = _page_in_archive(content) if _ARCHIVE.match(content[:_START]) else content
    if _is_page(page):
        return read_html(page), None
    raise FileError("F01", true_type(content))


def _is_page(content: bytes) -> bool:
    start = decode_page(content[:_START])
    return "\0" not in start and _SHEET not in start and _PAGE.search(start) is not None


def _page_in_archive(content: bytes) -> bytes:
    """The page in a web archive (.mht), which Edge and WPS save."""
    for part in message_from_bytes(content, policy=default).walk():
        if part.get_content_type() == "text/html":
            return bytes(part.get_payload(decode=True))
    return content


def _workbook(content: bytes) -> tuple[Document, Workbook]:
    book = read_workbook(content)
    blocks: list[tuple[Line, str] | Grid] = []
    for sheet in book.sheets:
        if sheet.is_visible:
            blocks += ((Line(text), "!".join(sheet.place_name((row, column)))) for row, column, text in sheet.texts)
        blocks.append(sheet)
    return Document(book.media_type, tuple(blocks)), book
