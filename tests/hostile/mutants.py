"""Files that are nearly right: a workbook, a page and a text with bytes or XML changed at chosen places, and what came of reading them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from random import Random
from typing import Literal, NamedTuple

import openpyxl

from reports.template.workbook import write_template
from tests.unit.reports.workbooks import balanced, order
from tests.unit.transforms.packages import packed, unpacked
from tests.unit.transforms.published import Published, html_table, page
from transforms.errors import FileError
from transforms.keypoints.reading import read_keypoints
from transforms.numbers import number_reader
from transforms.recognise.tables import ReadCell
from transforms.report.reading import read_report
from transforms.submission import read_submission
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.keypoint_words import load_keypoint_words

Kind = Literal["bytes of a workbook", "XML of a workbook", "an HTML report", "a key-point text"]
KINDS: tuple[Kind, ...] = ("bytes of a workbook", "XML of a workbook", "an HTML report", "a key-point text")
OPERATIONS = ("flip", "delete", "repeat", "insert", "swap", "figure")
TABLES = tuple(f"xl/worksheets/sheet{number}.xml" for number in (2, 3, 4))
LONGEST_SLICE, ALL_PLACES = 400, 1_000_000
TOKENS = (
    b"\0",
    b"\xff\xfe",
    b"-1",
    b"99999999999999999999",
    b"1e999",
    b"NaN",
    b"&#0;",
    b"&lt;",
    b"]]>",
    b"<!--",
    b"</row>",
    b"</c>",
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<c r="A1" t="s"><v>99999</v></c>',
    b'<c t="e"><v>#REF!</v></c>',
    b"<f>1+1</f>",
    b' t="str"',
    b' hidden="1"',
    b"<table><tr><td>",
    b'<td rowspan="65535" colspan="1000">',
    "（一）１．".encode(),
    b"\xe4\xb8",
)
SAME, REFUSED, CHANGED, UNSURE, DIFFERENT = "same", "refused", "changed alike", "no reference", "SILENTLY DIFFERENT"
KEY_POINTS = """云江区人民政府办公室关于印发《2025年云江区政务公开工作要点》的通知
云府办〔2025〕8号
2025年3月3日
一、加强公开
（一）做好解读
1.推进政策解读，每份文件至少3种方式，二季度前完成。（责任单位：区府办牵头，各部门、各街镇配合）
2.办好留言，按时答复率达到95%。（责任单位：区城运中心等部门）
二、强化保障
（一）考核评估
通过季度通报补齐短板。（责任单位：区府办）
"""
Figures = Mapping[str, tuple[str, Decimal | None]]


class Edit(NamedTuple):
    """One change: `at` and `member` are millionths of the way through, so that they fit any file."""

    operation: str
    member: int
    at: int
    length: int
    token: int


class Mutant(NamedTuple):
    kind: Kind
    edits: tuple[Edit, ...]


def drawn(random: Random) -> Mutant:
    """One mutant by chance."""
    edits = tuple(
        Edit(random.choice(OPERATIONS), *(random.randrange(ALL_PLACES) for _ in range(4)))
        for _ in range(random.randint(1, 4))
    )
    return Mutant(random.choice(KINDS), edits)


def bytes_of(mutant: Mutant) -> bytes:
    original = originals()[mutant.kind]
    if mutant.kind != "XML of a workbook":
        return _edited(original, mutant.edits)
    members = unpacked(original)
    names = sorted(members) + [*TABLES] * 5  # what is of interest comes to be changed more often than not
    for edit in mutant.edits:
        name = names[edit.member * len(names) // ALL_PLACES]
        members[name] = _edited(members[name], [edit])
    return packed(members)


def _edited(content: bytes, edits: Sequence[Edit]) -> bytes:
    for edit in edits:
        content = _changed(content, edit)
    return content


def _changed(content: bytes, edit: Edit) -> bytes:
    at = edit.at * len(content) // ALL_PLACES
    end = at + 1 + edit.length % LONGEST_SLICE
    token = TOKENS[edit.token % len(TOKENS)]
    match edit.operation:
        case "flip":
            return (
                content[:at] + bytes(byte ^ (1 << edit.token % 8) for byte in content[at : at + 1]) + content[at + 1 :]
            )
        case "delete":
            return content[:at] + content[end:]
        case "repeat":
            return content[:end] + content[at:end] + content[end:]
        case "insert":
            return content[:at] + token + content[at:]
        case "figure" if (start := content.find(b"<v>", at)) >= 0:
            return content[: start + 3] + b"%d" % edit.token + content[content.find(b"</v>", start) :]
    return content[:at] + token + content[at + len(token) :]


@cache
def originals() -> dict[Kind, bytes]:
    """A template of ours as a unit sends it, a published report, a key-point text."""
    catalog = load_catalog()
    workbook = write_template(order(values=balanced()), catalog)
    report = Published()
    return {
        "bytes of a workbook": workbook,
        "XML of a workbook": workbook,
        "an HTML report": page(report, [html_table(table) for table in report.tables]).encode(),
        "a key-point text": KEY_POINTS.encode(),
    }


def outcome(mutant: Mutant) -> str:
    """What came of it; in a child. An exception of ours goes up: no file may cause one."""
    content = bytes_of(mutant)
    if mutant.kind == "a key-point text":
        return _of_text(content)
    if mutant.kind == "an HTML report":
        return _of_page(content)
    reading = read_submission(content, load_catalog())
    if reading.error is not None:
        return REFUSED
    return SAME if _figures(reading.cells) == _expected() else _against_reference(content, reading.cells)


def _of_text(content: bytes) -> str:
    try:
        tasks = read_keypoints(content, load_keypoint_words()).tasks
    except FileError:
        return REFUSED
    return SAME if tasks == read_keypoints(KEY_POINTS.encode(), load_keypoint_words()).tasks else CHANGED


def _of_page(content: bytes) -> str:
    report = read_report(content, "report.html", load_catalog())
    if report.error is not None:
        return REFUSED
    figures = {code: str(value) for code, (_, value) in _figures(report.cells).items()}
    return SAME if figures == Published().cells else CHANGED


def _figures(cells: Sequence[ReadCell]) -> Figures:
    return {cell[0]: (cell[1], cell[2]) for cell in cells}


@cache
def _expected() -> Figures:
    return _figures(read_submission(originals()["XML of a workbook"], load_catalog()).cells)


def _against_reference(content: bytes, cells: Sequence[ReadCell]) -> str:
    """Every figure that was read is the one that openpyxl finds in the same cell of the same sheet."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        seen = {cell[4:6]: book[cell[4]][cell[5]].value for cell in cells}
    except Exception:  # whatever it was: the reference can't say anything of this file
        return UNSURE
    read = number_reader(load_catalog().numbers)
    for cell in cells:
        value = seen[cell[4:6]]
        there = read(float(value) if isinstance(value, int) else "" if value is None else value, "件")
        is_other = there.value != cell[2] if cell[1] in ("number", "zero") else there.state == "number"
        if is_other:
            return DIFFERENT
    return CHANGED
