"""What a report may be saved as: encodings that are not those stated, Word's own pages, archives, and files that are no report."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as WordDocument

from tests.unit.transforms.published import (
    UNIT,
    YEAR,
    Published,
    as_decimals,
    docx_bytes,
    figures,
    html_table,
    mark_deleted,
    page,
    read,
    read_values,
    word_table,
)

REPORT = Published()
PAGE = page(REPORT, map(html_table, REPORT.tables))
GB_HEAD = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
GB_PAGE = page(REPORT, map(word_table, REPORT.tables), GB_HEAD)
ENCODED = {
    "UTF-8": PAGE.encode(),
    "UTF-8 with a mark": PAGE.encode("utf-8-sig"),
    "GB18030 stated as gb2312": GB_PAGE.encode("gb18030"),
    "GB18030, nothing stated": page(REPORT, map(html_table, REPORT.tables), "").encode("gb18030"),
    "GB18030 stated as UTF-8": PAGE.encode("gb18030"),
    "UTF-8 stated as gb2312, as browsers save it": GB_PAGE.encode(),
    "UTF-16 with a mark": PAGE.encode("utf-16"),
    "UTF-16 without one": PAGE.encode("utf-16-le"),
    "UTF-8 with one broken byte": PAGE.encode().replace("解读".encode(), b"\xe8\xa7 \xe8\xaf\xbb"),
    "an unknown encoding stated": PAGE.replace("utf-8", "x-nobody-knows").encode(),
}


def assert_read(content: bytes) -> None:
    reading = read(content)
    assert reading.error is None
    assert read_values(reading) == as_decimals(REPORT.cells)
    assert (reading.unit, reading.year) == (UNIT, YEAR)


@pytest.mark.parametrize("encoding", ENCODED)
def test_the_bytes_tell_the_encoding_and_not_what_the_page_states(encoding: str) -> None:
    assert_read(ENCODED[encoding])


def test_a_page_in_traditional_characters_is_read_as_in_simplified_ones() -> None:
    from opencc import OpenCC

    for config in ("s2t", "s2hk", "s2tw"):
        assert_read(OpenCC(config).convert(PAGE).encode())
    assert_read(OpenCC("s2tw").convert(PAGE.replace("utf-8", "big5")).encode("big5hkscs"))


def test_conditional_comments_of_word_are_passed_over() -> None:
    noise = (
        "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
        "<![if !supportMisalignedColumns]><p>&nbsp;</p><![endif]>"
    )
    extra = "<![if !supportMisalignedColumns]>\n <tr height=0>\n  <td width=88 style='border:none'></td>\n </tr>\n <![endif]>"
    body = GB_PAGE.replace("<div>", f"<div>{noise}").replace("</tbody>", f"{extra}</tbody>")
    assert_read(body.encode("gb18030"))


def test_a_web_archive_is_read() -> None:
    from email.message import EmailMessage

    archive = EmailMessage()
    archive["Subject"] = "年报"
    archive.set_content("text")
    archive.make_related()
    archive.add_related(PAGE, subtype="html", cte="quoted-printable")
    assert_read(archive.as_bytes())


def test_a_page_that_never_closes_its_tags_is_read() -> None:
    assert_read(PAGE.replace("<div>", "<div>" + "<font size=3><span>" * 900).encode())


def test_scripts_and_hidden_lines_say_nothing() -> None:
    hidden = f"<script>var a = '{UNIT}1999年政府信息公开工作年度报告';</script><p style='DISPLAY:none'>云江区审计局2001年政府信息公开工作年度报告</p>"
    assert_read(PAGE.replace("<div>", f"<div>{hidden}", 1).encode())


def test_a_table_that_only_a_tab_hides_is_read_where_no_other_is_seen() -> None:
    assert read_values(read(PAGE.replace("<div>", "<div style='display:none'>", 1))) == as_decimals(REPORT.cells)


def test_deleted_and_hidden_text_of_a_word_document_is_not_read() -> None:
    document = WordDocument(io.BytesIO(docx_bytes(REPORT)))
    figure = document.tables[1].cell(3, 4).paragraphs[0]
    mark_deleted(figure.add_run("999")._r)
    figure.add_run("888").font.hidden = True
    stream = io.BytesIO()
    document.save(stream)
    assert_read(stream.getvalue())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "F00"),
        (b"  \n", "F00"),
        (b"%PDF-1.7 ...", "F06"),
        (b"{\\rtf1 ...}", "F06"),
        ("一段文字".encode(), "F06"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "F06"),
        (b"<html><body><p>404</p></body></html>", "F07"),
        (b"<html><body><table><tr><td>1<td>2</table></body></html>", "F07"),
        (b"PK\x03\x04" + b"\0" * 60, "Z00"),
        (b"<table><tr>" + b"<td colspan=1000 rowspan=60000>x" * 500, "X01"),
        (b"<table><tr><td colspan=1000>x<td>y" + b"<tr><td>x<td>y" * 3_000, "X01"),
        (b"<div>" * 100_000, "F07"),
        (b"<table><tr><td>" * 2_000, "Z99"),
    ],
)
def test_a_file_that_is_no_report_says_why(content: bytes, code: str) -> None:
    reading = read(content)
    assert reading.error is not None
    assert reading.error[0] == code
    assert reading.error[1].endswith("。")


def test_a_document_type_in_a_word_document_is_refused() -> None:
    content = zipped({"word/document.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'})
    assert (read(content).error or ("",))[0] == "X00"


def test_a_word_document_in_an_encoding_that_hides_its_document_type_is_refused() -> None:
    content = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")
    assert (read(zipped({"word/document.xml": content})).error or ("",))[0] == "Z02"


def test_comments_that_nobody_closes_are_looked_for_once() -> None:
    for opened in (b"<!--", b"<![if "):
        error = read(b"<html><body><!-- a --><p>x</p>" + opened * 100_000).error
        assert (error or ("",))[0] == "F07"


def test_broken_xml_in_a_word_document_is_refused() -> None:
    assert (read(zipped({"word/document.xml": b"<w:document"})).error or ("",))[0] == "Z02"


def test_a_word_document_nested_beyond_measure_is_refused() -> None:
    depth = 20_000
    space = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    content = zipped({"word/document.xml": space + b"<w:sdt>" * depth + b"</w:sdt>" * depth + b"</w:document>"})
    assert (read(content).error or ("",))[0] == "Z02"


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


def test_what_stands_in_a_cell_is_a_number_a_zero_or_nothing() -> None:
    written = dict(zip(figures(REPORT.edition), CELLS, strict=False))
    report = Published(values={**dict.fromkeys(figures(REPORT.edition), "0"), **written})
    states = {cell[0]: (cell[1], cell[2]) for cell in read(page(report, map(word_table, report.tables))).cells}
    read_as = [states[code] for code in written]
    assert [(state, None if value is None else str(value)) for state, value in read_as] == list(CELLS.values())


CELLS = {
    "１２": ("number", "12"),
    "1,234": ("number", "1234"),
    "12件": ("number", "12"),
    "/": ("zero", "0"),
    "—": ("zero", "0"),
    "无": ("zero", "0"),
    "\u3000": ("blank", None),
    "": ("blank", None),
    "#REF!": ("error_value", None),
    "7730.28": ("number", "7730.28"),
}
