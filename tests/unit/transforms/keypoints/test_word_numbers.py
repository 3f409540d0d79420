"""Numbers that Word counts by itself are read as Word shows them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.spec.keypoints.read import bodies_of, ids, read

LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%3.%4"))


def _numbering(restart_at: int | None = None) -> str:
    levels = "".join(
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for level, (form, text) in enumerate(LEVELS)
    )
    override = (
        f"<w:lvlOverride w:ilvl='2'><w:startOverride w:val='{restart_at}'/></w:lvlOverride>" if restart_at else ""
    )
    return (
        f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>"
        f"<w:num w:numId='7'><w:abstractNumId w:val='7'/></w:num>"
        f"<w:num w:numId='8'><w:abstractNumId w:val='7'/>{override}</w:num></w:numbering>"
    )


def document(*paragraphs: tuple[str, int | None], restart_at: int | None = None, restarted: str = "") -> bytes:
    """Paragraphs with their level in one list; the one that begins with `restarted` is of the list that begins anew."""
    made, stream = docx.Document(), io.BytesIO()
    element = made.part.numbering_part.element
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(_numbering(restart_at))):
        element.append(child)
    for text, level in paragraphs:
        paragraph = made.add_paragraph(text)
        if level is not None:
            numbers = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbers.get_or_add_ilvl().set(qn("w:val"), str(level))
            is_restarted = bool(restarted) and text.startswith(restarted)
            numbers.get_or_add_numId().set(qn("w:val"), "8" if is_restarted else "7")
    made.save(stream)
    return stream.getvalue()


TITLE = ("2025年云江区政务公开工作要点", None)


def test_headings_and_items_are_counted_as_word_counts_them() -> None:
    reading = read(
        document(
            TITLE,
            *(("加强公开", 0), ("做好解读", 1), ("同步解读。（区府办）", 2), ("多元解读。（各部门）", 2)),
            *(("办好留言", 1), ("按时答复。（区城运中心）", 2)),
            *(("强化保障", 0), ("加强培训", 1), ("每年培训。（区府办）", 2)),
        )
    )
    assert ids(reading) == ["一(一)1", "一(一)2", "一(二)1", "二(一)1"]
    assert [task.heading for task in reading.tasks] == ["做好解读", "做好解读", "办好留言", "加强培训"]
    assert bodies_of(reading, 2) == ("responsible:区城运中心",)


def test_a_list_that_begins_elsewhere_does_so() -> None:
    paragraphs = (TITLE, ("加强公开", 0), ("甲。（区府办）", 2), ("乙。（区府办）", 2), ("丙。（区府办）", 2))
    assert ids(read(document(*paragraphs))) == ["一1", "一2", "一3"]
    reading = read(document(*paragraphs, restart_at=7, restarted="丙"))
    assert ids(reading) == ["一1", "一2", "一7"]
    assert reading.problems[0] == "编号不连续：“7”之前缺少第3、4、5、6项。"


@pytest.mark.parametrize(("count", "number"), [(9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一")])
def test_chinese_numerals_are_written_out(count: int, number: str) -> None:
    chapters = [(f"第几章{at}", 0) for at in range(1, count + 1)]
    reading = read(document(TITLE, *chapters, ("推进公开。（区府办）", 2)))
    assert ids(reading) == [f"{number}1"]


def test_typed_numbers_stay_as_they_are() -> None:
    reading = read(document(TITLE, ("一、加强公开", None), ("1.推进公开。（区府办）", None)))
    assert ids(reading) == ["一1"]
