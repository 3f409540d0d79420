"""The gate: what a file is, by its content, and whether a parser may see it. All bounds hold before any parser runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from transforms.errors import FileError
from transforms.files import ole
from transforms.files.sheet_bounds import check_sheet, check_strings, check_styles
from transforms.files.zipped import read_members, shown_name

LARGEST_FILE = 20 << 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
_ZIP = b"PK\x03\x04"
_PACKAGES = {
    "word/document.xml": "Word 文档（.docx）",
    "ppt/presentation.xml": "PowerPoint 演示文稿（.pptx）",
    "xl/workbook.bin": "Excel 二进制工作簿（.xlsb）",
    "content.xml": "OpenDocument 文档（.ods、.odt）",
}
_CONTENT_TYPES, _MACRO_TYPE = "[Content_Types].xml", b"vnd.ms-office.vbaproject"
_FOREIGN = ("xl/activex/", "xl/embeddings/")
_XML = (".xml", ".rels", ".vml")
_ENCODING = re.compile(rb"""<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_SIGNATURES = (
    (b"%PDF", "PDF 文档"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"MZ", "可执行程序"),
)


@dataclass(frozen=True)
class Admitted:
    """A file that may be parsed: its media type by content, and the inflated members of an .xlsx."""

    media_type: str
    members: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def sheets(self) -> dict[str, bytes]:
        """The members that are worksheets, by their content and not by their path."""
        return {name: data for name, data in self.members.items() if b"sheetData" in data}


def admit(content: bytes) -> Admitted:
    """Lets a workbook pass (.xlsx, .xls, WPS .et) and names everything else by its true type. Raises FileError."""
    if not content:
        raise FileError("F00")
    if len(content) > LARGEST_FILE:
        raise FileError("F03", f"{len(content) / (1 << 20):.0f} MB，上限 {LARGEST_FILE >> 20} MB")
    if content.startswith(_ZIP):
        return _admit_package(read_members(content))
    if content.startswith(ole.SIGNATURE):
        ole.check_ole(content)
        return Admitted(XLS)
    raise FileError("F01", true_type(content))


def _admit_package(members: dict[str, bytes]) -> Admitted:
    if "xl/workbook.xml" not in members:
        raise FileError("F01", next((kind for name, kind in _PACKAGES.items() if name in members), "普通压缩包"))
    _check_carried(members)
    for name, data in members.items():
        if has_doctype(data):
            raise FileError("X00")
        if name.lower().endswith(_XML) and not is_utf8(data):
            raise FileError("Z02", f"{shown_name(name)} 不是 UTF-8 编码")
    admitted = Admitted(XLSX, members)
    check_styles(members.get("xl/styles.xml", b""))
    for data in admitted.sheets.values():
        check_sheet(data)
    check_strings(members.get("xl/sharedStrings.xml", b""), admitted.sheets.values())
    return admitted


def _check_carried(members: dict[str, bytes]) -> None:
    """Programs and files inside the workbook: FileError F04, F12. Known by their places, programs by their declared type too."""
    names = [name.lower() for name in members]
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise FileError("F04")
    if _MACRO_TYPE in members.get(_CONTENT_TYPES, b"").lower():
        raise FileError("F04")
    if any(name.startswith(_FOREIGN) for name in names):
        raise FileError("F12")


def is_utf8(data: bytes) -> bool:
    """Whether XML is in the encoding that all office programs write: the bounds look for bytes, and readers ignore what they can't decode."""
    declared = _ENCODING.match(data)
    return not data.startswith(_UTF16) and (declared is None or declared[1].lower() in (b"utf-8", b"us-ascii"))


def has_doctype(data: bytes) -> bool:
    """A document type can only stand before the first element, after declarations and comments."""
    at = data.find(b"<")
    while at >= 0:
        if data.startswith(b"<?", at):
            at = data.find(b"?>", at)
        elif data.startswith(b"<!--", at):
            at = data.find(b"-->", at)
        else:
            return data[at : at + 9].upper() == b"<!DOCTYPE"
        at = data.find(b"<", at) if at >= 0 else at
    return False


def true_type(content: bytes) -> str:
    """What the bytes look like, for the sentence to the unit."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "XML 表格（Excel 2003）"
    if start.startswith((b"<!doctype html", b"<html")) or b"<table" in start:
        return "网页（HTML）"
    if start.startswith(b"<"):
        return "XML 文件"
    if b"\0" in start:
        return "无法识别的文件"
    return "文本文件（CSV 或 TXT）"
