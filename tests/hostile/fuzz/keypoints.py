"""Fuzzed key-point documents: lines moved and broken, as text, as a page and as a Word document, in any encoding."""

from __future__ import annotations

import io
from html import escape
from random import Random

from docx import Document

from tests.hostile.fuzz.odd import TEXTS
from tests.hostile.fuzz.subject import Subject, looked
from tests.hostile.fuzz.trees import tampered_lines, tampered_markup
from tests.hostile.mutants import KEY_POINTS
from transforms.keypoints.reading import read_keypoints
from warehouse.catalog.keypoint_words import load_keypoint_words

_WORDS = load_keypoint_words()
_PHRASES = (
    *(
        "一、",
        "（一）",
        "1.",
        "1．",
        "（1）",
        "①",
        "第一章",
        "十九、",
        "（二十三）",
        "0.",
        "99999999999.",
        "一、一、一、",
        "1.1.1.",
    ),
    *(
        "（责任单位：",
        "）",
        "责任单位：",
        "牵头单位：区府办",
        "配合单位：各街镇、各部门",
        "（区府办牵头，各部门按职责分工负责）",
    ),
    *(
        "完成时间：2025年2月30日",
        "12月底前",
        "每季度末",
        "全年",
        "二季度前",
        "长期坚持",
        "2025年13月",
        "9999年底前",
        "立即",
    ),
    *(
        "不低于95%",
        "达到100％以上",
        "至少3种",
        "不超过5个工作日",
        "0%",
        "千分之五",
        "提高10个百分点",
        "99999999999999999999%",
    ),
    *(
        "附件",
        "附件1",
        "任务分解表",
        "序号 工作任务 责任单位 完成时限",
        "序号\t任务\t责任单位\t时限",
        "- 1 -",
        "— 12 —",
    ),
    *(
        "公开范围：公开",
        "此件公开发布",
        "2025年3月3日",
        "云府办〔2025〕8号",
        "抄送：",
        "印发",
        "二〇二五年三月三日",
        "\f",
        "\u2028",
    ),
    *TEXTS,
)


def _draw(chance: Random) -> object:
    text = tampered_lines(_base(chance), chance, _PHRASES)
    kind = chance.randrange(6)
    if kind < 3:
        return text.encode(chance.choice(("utf-8", "gb18030", "utf-16", "big5hkscs")), errors="replace")
    if kind == 3:
        return _document(text.split("\n")[:800])
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    listed = paragraphs.replace("<p>", "<ol><li>", chance.randint(0, 4)) if kind == 5 else paragraphs
    return tampered_markup(f"<html><body>{listed}</body></html>", chance).encode(errors="replace")


def _base(chance: Random) -> str:
    """The text, at times with its annex as a table of lines."""
    annex = "附件\n任务分解表\n序号\t工作任务\t责任单位\t完成时限\n1\t推进政策解读\t区府办、各部门\t二季度前\n2\t办好留言\t区城运中心\t全年"
    return f"{KEY_POINTS}\n{annex}" if chance.random() < 0.4 else KEY_POINTS


def _document(lines: list[str]) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph("".join(letter for letter in line if letter >= " "))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _look(case: object) -> str:
    assert isinstance(case, bytes)
    return looked(lambda: read_keypoints(case, _WORDS))


KEYPOINTS = (Subject("key points", _draw, _look),)
