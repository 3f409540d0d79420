"""Files that are no .xlsx, no longer whole, or that carry programs: A11 to A16."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import partial

import xlwt

from tests.hostile.case import Hostile
from tests.hostile.sheets import official
from tests.unit.transforms.official import Form, Sheet, xlwt_bytes
from tests.unit.transforms.packages import packed, plain_workbook, repacked
from warehouse.catalog.catalog import load_catalog

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = "[Content_Types].xml"
MACRO_TYPE = "application/vnd.ms-office.vbaProject"


def ole(*streams: str) -> bytes:
    """The least that looks like a compound file with these entries in its directory."""
    entries = b""
    for stream in streams:
        name = stream.encode("utf-16-le") + b"\0\0"
        entries += (name.ljust(64, b"\0") + struct.pack("<H", len(name))).ljust(128, b"\0")
    return OLE.ljust(512, b"\0") + entries


def old_report() -> bytes:
    """The three tables as WPS and Excel 2003 save them."""
    edition = load_catalog().editions[-1]
    form = Form(edition, dict.fromkeys(edition.by_code, 3))
    return xlwt_bytes([Sheet.of(f"表{n}", table) for n, table in enumerate(form.tables())])


def old_with_macro_sheet() -> bytes:
    """An .xls whose second sheet is one of Excel 4 macros."""
    book, stream = xlwt.Workbook(), io.BytesIO()
    for name in ("one", "two"):
        book.add_sheet(name).write(0, 0, 1)
    book.save(stream)
    content = bytearray(stream.getvalue())
    first = content.find(struct.pack("<H", 0x85))
    second = content.find(struct.pack("<HH", 0x85, struct.unpack_from("<H", content, first + 2)[0]), first + 4)
    content[second + 9] = 1
    return bytes(content)


def macro_by_type() -> bytes:
    """A macro project under a name that says nothing, known by its declared type alone."""
    content = plain_workbook()
    types = zipfile.ZipFile(io.BytesIO(content)).read(CONTENT_TYPES).decode()
    types = types.replace("</Types>", f'<Override PartName="/xl/a.bin" ContentType="{MACRO_TYPE}"/></Types>')
    return repacked(content, {CONTENT_TYPES: types.encode(), "xl/a.bin": OLE})


def with_member(name: str) -> bytes:
    return repacked(official(), {name: OLE})


def locked_zip() -> bytes:
    content = bytearray(plain_workbook())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def text(words: str, encoding: str = "utf-8") -> bytes:
    return words.encode(encoding)


XML_2003 = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
CONTAINERS = (
    Hostile("A11", "a locked workbook", partial(ole, "EncryptionInfo", "EncryptedPackage"), "F02"),
    Hostile("A11", "a locked zip", locked_zip, "F02"),
    Hostile("A12", "a Word document of 1997 renamed", partial(ole, "WordDocument"), "F01"),
    Hostile("A12", "a WPS text document", partial(ole, "WordDocument", "WpsCustomData"), "F01", "wps"),
    Hostile("A12", "an old workbook renamed", old_report, None),
    Hostile("A12", "a WPS workbook", old_report, None, "et"),
    Hostile("A13", "a web page", partial(text, "<html><table><tr><td>1"), "F01", "xls"),
    Hostile("A13", "XML of Excel 2003", partial(text, XML_2003), "F01", "xls"),
    Hostile("A13", "a CSV in GBK", partial(text, "单位,件数\n区教育局,3\n", "gb18030"), "F01"),
    Hostile("A13", "a PDF", partial(text, "%PDF-1.7\n"), "F01"),
    Hostile("A13", "a Word document", lambda: packed({"word/document.xml": b"<w/>"}), "F01"),
    Hostile("A13", "a plain zip", lambda: packed({"a.txt": b"x"}), "F01"),
    Hostile("A14", "nothing", bytes, "F00"),
    Hostile("A15", "a program with a workbook behind it", lambda: b"MZ\x90\0" + official(), "F01"),
    Hostile("A15", "a picture with a workbook behind it", lambda: b"\x89PNG\r\n\x1a\n" + official(), "F01"),
    Hostile("A15", "100 KB of zeros behind", lambda: official() + bytes(100_000), "Z00"),
    Hostile("A15", "a second zip behind", lambda: official() + packed({"a": b"x"}), "Z00"),
    Hostile("A16", "a macro project", partial(with_member, "xl/vbaProject.bin"), "F04", "xlsm"),
    Hostile("A16", "a macro project by another name", macro_by_type, "F04"),
    Hostile("A16", "a sheet of Excel 4 macros", partial(with_member, "xl/macrosheets/sheet1.xml"), "F04"),
    Hostile("A16", "an old sheet of Excel 4 macros", old_with_macro_sheet, "F04", "xls"),
    Hostile("A16", "old macros", partial(ole, "Workbook", "_VBA_PROJECT_CUR"), "F04", "xls"),
    Hostile("A16", "an ActiveX control", partial(with_member, "xl/activeX/activeX1.bin"), "F12"),
    Hostile("A16", "an embedded file", partial(with_member, "xl/embeddings/oleObject1.bin"), "F12"),
    Hostile("A16", "an old embedded file", partial(ole, "Workbook", "MBD0001F3A2"), "F12", "xls"),
)
