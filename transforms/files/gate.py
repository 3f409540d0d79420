"""The gate: what a file is, by its content, and whether a parser may see it. All bounds hold before any parser runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from transforms.errors import FileError
from transforms.files import ole
from transforms.files.sheet_bounds import check_sheet, check_strings
from transforms.files.zipped import read_members

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
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in map(str.lower, members)):
        raise FileError("F04")
    if any(has_doctype(data) for data in members.values()):
        raise FileError("X00")
    admitted = Admitted(XLSX, members)
    for data in admitted.sheets.values():
        check_sheet(data)
    check_strings(members.get("xl/sharedStrings.xml", b""), admitted.sheets.values())
    return admitted


def has_doctype(data: bytes) -> bool:
    """A document type can only stand before the first element, after declarations and comments."""
    at = data.find(b"<")
    while at >= 0:
        if data.startswith(b"<?", at):
            at = data.find(b"?>", at)
        elif data.startswith(b"<!--", at):
            at = data.find(b"-->", at)
        else:
            return data.startswith(b"<!DOCTYPE", at)
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
