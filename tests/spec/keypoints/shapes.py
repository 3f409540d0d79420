"""The same key-point document as other offices would send it: rewrapped, with other brackets, in other characters, other files."""

from __future__ import annotations

import html
import io
import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import docx
import pytest
from opencc import OpenCC

SEEDS = Path(__file__).resolve().parents[3].parent / "shared" / "seeds"
NAMES = {"baoshan": "000", "shanghai": "001", "putuo": "002", "qingpu": "003", "jinshan": "004"}
_HALF = str.maketrans("（）：，；", "():,;")
_FULL = str.maketrans("():,;", "（）：，；")
_START = re.compile(
    r"^[\s?]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．]|[（(]责任|附件|20\d\d ?年|抄送|━|- \d)"
)


@cache
def printed(name: str) -> str:
    """The document as it lies beside the checkout."""
    found = sorted(SEEDS.glob(f"{NAMES[name]}_*.txt"))
    if not found:
        pytest.skip(f"the five documents are not beside the checkout: {SEEDS}")
    return found[0].read_text(encoding="utf-8")


def rewrapped(text: str, width: int) -> str:
    """Every paragraph broken anew after so many characters; a table keeps its lines."""
    body, header, table = re.sub(r"\n- \d+ -\n", "\n", text).partition("序号 任务名称")
    wrapped = []
    for paragraph in _paragraphs(body):
        wrapped += [paragraph[at : at + width] for at in range(0, len(paragraph), width)] or [""]
    return "\n".join(wrapped) + "\n" + header + table


def _paragraphs(text: str) -> list[str]:
    """Lines up to the next that begins with a number or a heading; head and signature stay as they are."""
    paragraphs: list[str] = []
    is_numbered = False
    for line in filter(None, map(str.strip, text.split("\n"))):
        begins = _START.match(line) is not None
        is_end = "人民政府办公室" in line and len(line) < 20
        if begins or is_end or not is_numbered or not paragraphs or _is_whole(paragraphs[-1]):
            paragraphs.append(line)
        else:
            paragraphs[-1] += line
        is_numbered = is_numbered or re.match(r"^[\s?]*一、", line) is not None
    return paragraphs


def _is_whole(paragraph: str) -> bool:
    return paragraph.endswith(("。", "）", ")")) or re.match(r"^[（(][一二三四五六七八九十]", paragraph) is not None


def halved(text: str) -> str:
    """Brackets, colons and commas in half width."""
    return text.translate(_HALF)


def widened(text: str) -> str:
    """The same in full width."""
    return text.translate(_FULL)


def mixed(text: str) -> str:
    """Each bracket, colon and comma in either width, by chance."""
    chance = random.Random(7)
    return "".join(letter.translate(chance.choice((_HALF, _FULL))) for letter in text)


def traditional(text: str) -> str:
    """In traditional characters."""
    return str(OpenCC("s2t").convert(text))


def paged(text: str, form: str) -> str:
    """A page number after every twentieth line, blank lines around it, and a page break."""
    lines, numbered = text.split("\n"), []
    for at, line in enumerate(lines, 1):
        numbered.append(line)
        if at % 20 == 0:
            numbered += ["", form.format(at // 20), "\f"]
    return "\n".join(numbered)


def unspaced(text: str) -> str:
    """Without blank lines."""
    return "\n".join(line for line in text.split("\n") if line.strip())


def chopped(text: str) -> str:
    """Every line, those of a table too, broken again and again by chance."""
    chance, broken = random.Random(3), []
    for line in text.split("\n"):
        while len(line) > 30:
            at = chance.randint(8, 30)
            broken.append(line[:at])
            line = line[at:]
        broken.append(line)
    return "\n".join(broken)


def numbered(text: str) -> str:
    """Bare page numbers, which in a table look like the numbers of rows."""
    lines = text.split("\n")
    return "\n".join(f"{line}\n\n{at // 23}\n" if at % 23 == 0 else line for at, line in enumerate(lines, 1))


def renumbered(text: str, mark: str) -> str:
    """Another mark behind the numbers of items."""
    return re.sub(r"(?m)^([\s?]*\d{1,2})\.(?!\d)", rf"\g<1>{mark}", text)


def _docx(text: str) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    for line in text.replace("\f", "").split("\n"):
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def _page(text: str) -> str:
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.replace("\f", "").split("\n"))
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>工作要点</title></head><body><div>{lines}</div></body></html>"


SHAPES: Mapping[str, Callable[[str], bytes]] = {
    "rewrapped at 28": lambda text: rewrapped(text, 28).encode(),
    "rewrapped at 40": lambda text: rewrapped(text, 40).encode(),
    "rewrapped at 17": lambda text: rewrapped(text, 17).encode(),
    "half width": lambda text: halved(text).encode(),
    "full width": lambda text: widened(text).encode(),
    "mixed widths": lambda text: mixed(text).encode(),
    "traditional": lambda text: traditional(text).encode(),
    "page numbers with dashes": lambda text: paged(text, "— {} —").encode(),
    "page numbers in words": lambda text: paged(text, "第 {} 页 共 30 页").encode(),
    "no blank lines": lambda text: unspaced(text).encode(),
    "lines broken anywhere": lambda text: chopped(text).encode(),
    "bare page numbers": lambda text: numbered(text).encode(),
    "no spaces": lambda text: re.sub(r"[ \u3000?]+", "", text).encode(),
    "full-width digits": lambda text: text.translate(
        {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789."}
    ).encode(),
    "square brackets": lambda text: text.replace("（", "[").replace("）", "]").encode(),
    "numbers with 、": lambda text: renumbered(text, "、").encode(),
    "numbers with ．": lambda text: renumbered(text, "．").encode(),
    "Big5": lambda text: traditional(text).encode("big5hkscs", "replace"),
    "GB18030": lambda text: text.encode("gb18030"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "Windows": lambda text: ("\ufeff" + text.replace("\n", "\r\n")).encode(),
    "Word": _docx,
    "page": lambda text: _page(text).encode(),
    "page in GB18030": lambda text: _page(text).replace("utf-8", "gb2312").encode("gb18030"),
    "everything at once": lambda text: paged(rewrapped(mixed(traditional(text)), 33), "- {} -").encode("gb18030"),
}


HEADER = ("序号", "任务名称", "任务内容", "责任单位", "时间节点")
Row = tuple[int, str, str, str, str]


def body_of(text: str) -> str:
    """A document without its annexed table."""
    return text.partition("序号 任务名称")[0]


def as_docx_table(text: str, rows: list[Row], chapters: Mapping[int, str]) -> bytes:
    """The text as paragraphs and the annex as a real table: names merged over their rows, chapters over all columns."""
    document, stream = docx.Document(), io.BytesIO()
    for line in body_of(text).split("\n"):
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=len(HEADER))
    for cell, heading in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = heading
    above: tuple[str, int] | None = None
    for number, name, *rest in rows:
        if number in chapters:
            line = table.add_row().cells
            line[0].merge(line[-1]).text = chapters[number]
        cells = table.add_row().cells
        for cell, value in zip(cells, (str(number), "", *rest), strict=True):
            cell.text = value
        if above is not None and above[0] == name and number not in chapters:
            table.cell(above[1], 1).merge(cells[1])
        else:
            cells[1].text, above = name, (name, len(table.rows) - 1)
    document.save(stream)
    return stream.getvalue()


def as_page_table(text: str, rows: list[Row], chapters: Mapping[int, str]) -> bytes:
    """The same as a page, the table broken in two as at the end of a printed page, and a table of the page's own in front."""
    head = "".join(f"<th>{heading}</th>" for heading in HEADER)
    drawn = []
    for number, *rest in rows:
        if number in chapters:
            drawn.append(f"<tr><td colspan=5>{chapters[number]}</td></tr>")
        drawn.append("<tr>" + "".join(f"<td>{html.escape(str(value))}</td>" for value in (number, *rest)) + "</tr>")
    half = len(drawn) // 2
    about = "<table><tr><td>索引号</td><td>A1</td><td>公开类别</td></tr><tr><td>主动公开</td><td>有效</td><td>长期</td></tr></table>"
    tables = f"<table><tr>{head}</tr>{''.join(drawn[:half])}</table><table>{''.join(drawn[half:])}</table>"
    page = _page(body_of(text)).replace("<body>", f"<body><a href='/'>首页</a>{about}")
    return page.replace("</div></body>", f"{tables}<p>打印本页</p><p>版权所有：某办公室</p></div></body>").encode()
