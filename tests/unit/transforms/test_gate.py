"""What is no workbook, or a hostile one, is refused before a parser sees it, by its content and with its true type."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from tests.unit.transforms.official import Piece, Sheet, openpyxl_bytes, xlwt_bytes
from tests.unit.transforms.packages import SHEET, packed, plain_workbook, repacked, with_rows
from tests.unit.transforms.reading import CATALOG
from transforms.errors import FileError
from transforms.files.gate import XLS, XLSX
from transforms.workbook.reading import read_workbook
from transforms.workbook.unseen import read_hidden


def refusal(content: bytes) -> str:
    with pytest.raises(FileError) as refused:
        read_workbook(content)
    return refused.value.code


def sentence(content: bytes) -> str:
    with pytest.raises(FileError) as refused:
        read_workbook(content)
    return refused.value.sentence(CATALOG)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "PDF 文档"),
        (b"<!DOCTYPE html><html><table></table></html>", "网页（HTML）"),
        ("\ufeff<html><body>".encode(), "网页（HTML）"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "XML 表格（Excel 2003）",
        ),
        (b'<?xml version="1.0"?><data/>', "XML 文件"),
        ("单位,件数\n区教育局,3\n".encode("gb18030"), "文本文件（CSV 或 TXT）"),
        (b"Rar!\x1a\x07", "RAR 压缩包"),
        (b"MZ\x90\x00PK\x03\x04", "可执行程序"),
        (b"\x00\x01\x02", "无法识别的文件"),
        (packed({"word/document.xml": b"<w/>"}), "Word 文档（.docx）"),
        (packed({"ppt/presentation.xml": b"<p/>"}), "PowerPoint 演示文稿（.pptx）"),
        (packed({"a.txt": b"x"}), "普通压缩包"),
    ],
)
def test_what_is_no_workbook_is_named_by_its_true_type(content: bytes, kind: str) -> None:
    assert sentence(content) == f"文件不是 Excel 或 WPS 表格，实际是{kind}。"


def test_an_empty_file_and_one_that_is_too_large_are_refused() -> None:
    assert refusal(b"") == "F00"
    assert refusal(b"PK\x03\x04" + bytes(20 << 20)) == "F03"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_incomplete(share: float) -> None:
    content = plain_workbook()
    assert refusal(content[: int(len(content) * share)]) == "Z00"


def test_trailing_bytes_are_refused() -> None:
    assert refusal(plain_workbook() + bytes(1000)) == "Z00"


def test_every_flipped_byte_is_refused_or_changes_no_figure() -> None:
    content = openpyxl_bytes([Sheet.of("Sheet1", [Piece(row, 0, row * 1000 + 7) for row in range(40)])])
    truth = read_workbook(content).sheets[0].rows
    for at in range(0, len(content), 29):
        damaged = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        try:
            assert read_workbook(damaged).sheets[0].rows == truth
        except FileError:
            continue


def test_a_zip_with_a_password_is_locked() -> None:
    content = bytearray(plain_workbook())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(bytes(content)) == "F02"


def ole(stream: str) -> bytes:
    """The least that looks like a compound file with one directory entry."""
    name = stream.encode("utf-16-le") + b"\0\0"
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(128, b"\0")


@pytest.mark.parametrize(
    ("stream", "code"), [("EncryptedPackage", "F02"), ("WordDocument", "F01"), ("Anything", "F01"), ("Workbook", "Z99")]
)
def test_an_ole_file_is_told_by_its_streams(stream: str, code: str) -> None:
    assert refusal(ole(stream)) == code


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(name: str) -> None:
    assert refusal(repacked(plain_workbook(), {name: b"x"})) == "F04"


def test_a_document_type_is_refused() -> None:
    with_type = b'<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    assert refusal(repacked(plain_workbook(), {SHEET: with_type})) == "X00"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="20000"><c r="XFD20000"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="2"><c r="XFD20000" t="inlineStr"><is><t>x</t></is></c></row>',
        "<row r='20000'><c r='XFD20000'><v>1</v></c></row>",
        '<row r="1"><c r="ZZZZ4294967295"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="500000"><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c>'
        "<c><v>1</v></c></row>",
    ],
)
def test_a_cell_far_away_is_refused_before_every_cell_up_to_it_is_allocated(rows: str) -> None:
    assert refusal(with_rows(rows)) == "X01"


def test_blank_formatted_cells_may_lie_anywhere() -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/><c r="A1048576" s="1"></c></row>'
    assert read_workbook(with_rows(rows)).sheets[0].rows == [[7.0]]


def test_too_many_merged_ranges_are_refused() -> None:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 5_003))
    assert refusal(with_rows("", f"<mergeCells>{merges}</mergeCells>")) == "X02"


def test_too_many_merged_ranges_are_refused_in_any_writing() -> None:
    merges = "".join(f'<mergeCell\nref="A{n}:B{n}"/>' for n in range(1, 5_003))
    assert refusal(with_rows("", f"<mergeCells>{merges}</mergeCells>")) == "X02"


_DASHED = 'xmlns:a-b="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(("place", "code"), [("XFD20000", "X01"), ("A1", "X05")])
def test_a_cell_under_any_prefix_is_a_cell(place: str, code: str) -> None:
    row = f'<a-b:row {_DASHED} r="{place.lstrip("XFDA")}"><a-b:c r="{place}"><a-b:v>9</a-b:v></a-b:c></a-b:row>'
    assert refusal(with_rows(f'<row r="1"><c r="A1"><v>1</v></c></row>{row}')) == code


def test_ten_thousands_of_hidden_ranges_cost_no_more_than_one() -> None:
    lines = b"".join(b'<col min="%d" max="16384" hidden="1"/>' % (1 + n % 9_000) for n in range(30_000))
    assert read_hidden(lines)[1] == frozenset(range(16_384))
    assert read_hidden(b'<col min="2" max="3" hidden="1"/><col min="5" max="5" hidden="true"/>')[1] == {1, 2, 4}


def test_entries_that_the_directory_does_not_count_are_no_part_of_a_whole_file() -> None:
    content = bytearray(plain_workbook())
    (count,) = struct.unpack_from("<H", content, len(content) - 12)
    struct.pack_into("<HH", content, len(content) - 14, count - 1, count - 1)
    assert refusal(bytes(content)) == "Z00"


def test_one_merge_over_the_whole_sheet_is_harmless() -> None:
    content = with_rows(
        '<row r="1"><c r="A1"><v>7</v></c></row>', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    assert read_workbook(content).sheets[0].rows == [[7.0]]


def test_a_string_that_every_cell_refers_to_cannot_fill_the_memory() -> None:
    text = b"<sst><si><t>" + b"x" * (1 << 20) + b"</t></si></sst>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_000))
    assert refusal(repacked(with_rows(cells), {"xl/sharedStrings.xml": text})) == "X03"


def test_a_member_that_inflates_beyond_all_bounds_is_refused() -> None:
    assert refusal(repacked(plain_workbook(), {"xl/media/a.bin": bytes(30 << 20)})) == "Z01"


def test_a_size_stated_too_small_is_seen_while_inflating() -> None:
    content = bytearray(repacked(plain_workbook(), {"xl/media/a.bin": bytes(1 << 20)}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    assert refusal(bytes(content)) == "Z03"


def test_members_of_one_name_are_refused() -> None:
    stream = io.BytesIO(plain_workbook())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(SHEET.upper(), b"<worksheet/>")
    assert refusal(stream.getvalue()) == "Z02"


def test_overlapping_members_are_refused() -> None:
    content = bytearray(plain_workbook())
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    assert refusal(bytes(content)) == "Z02"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "c:\\evil"])
def test_members_outside_the_package_are_refused(name: str) -> None:
    assert refusal(repacked(plain_workbook(), {name: b"x"})) == "Z02"


def test_a_package_that_no_reader_understands_is_told_in_a_sentence() -> None:
    broken = repacked(plain_workbook(), {"xl/workbook.xml": b"<workbook"})
    assert sentence(broken).startswith("文件无法解析（")


def test_the_type_is_found_by_content() -> None:
    sheets = [Sheet.of("Sheet1", [Piece(0, 0, 1)])]
    assert read_workbook(openpyxl_bytes(sheets)).media_type == XLSX
    assert read_workbook(xlwt_bytes(sheets)).media_type == XLS


def test_every_code_of_a_refusal_is_declared_with_a_whole_sentence() -> None:
    for kind in CATALOG.file_errors:
        assert FileError(kind.code, "某事").sentence(CATALOG).endswith("。")
        assert kind.title
        assert kind.remedy.endswith("。")


def old_workbook_with_extent(first_row: int, last_row: int, last_column: int) -> bytes:
    """An .xls whose first sheet states where its cells begin and end."""
    content = bytearray(xlwt_bytes([Sheet.of("Sheet1", [Piece(2, 1, 7)])]))
    at = content.find(struct.pack("<HHIIHH", 0x200, 14, 2, 3, 1, 2))
    assert at > 0
    struct.pack_into("<IIHH", content, at + 4, first_row, last_row, 0, last_column)
    return bytes(content)


@pytest.mark.parametrize("extent", [(10_223_616, 8, 2), (0, 4_000_000_000, 2), (0, 3, 60_000)])
def test_an_old_workbook_that_states_an_impossible_extent_is_refused_before_it_is_allocated(
    extent: tuple[int, int, int],
) -> None:
    assert refusal(old_workbook_with_extent(*extent)) == "Z00"


def test_an_old_workbook_with_a_true_extent_is_read() -> None:
    assert read_workbook(old_workbook_with_extent(2, 3, 2)).sheets[0].at(2, 1) == 7.0
