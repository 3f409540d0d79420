"""Numbers that Word counts by itself stand nowhere in the text of a document: they are written into it as Word would show them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from transforms.document.docx_text import BODY

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
_DIGITS = "〇一二三四五六七八九"
_TEN = "十"
_CHINESE = re.compile(r"chinese|japanese|taiwanese|ideograph|korean", re.IGNORECASE)
_DECIMAL = re.compile(r"decimal(?!EnclosedCircle)", re.IGNORECASE)
_LEVELS = 9
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is counted: its first number, the form of its numbers, and the words around them."""

    start: int
    form: str
    text: str


@dataclass(slots=True)
class _Lists:
    """The lists of a document: levels by list, the list behind each number id, and where each stands."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    list_of: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next_label(self, number_id: str, level: int) -> str:
        """The label of the next paragraph of a list; empty where the list shows none, as one of bullets."""
        name = self.list_of.get(number_id, "")
        levels, counts = self.levels.get(name, {}), self.counts[name]
        if level not in levels:
            return ""
        for anew, start in self.restarts.pop(number_id, {}).items():
            counts[anew] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return self._shown(levels, counts, level)

    def _shown(self, levels: Mapping[int, _Level], counts: Mapping[int, int], level: int) -> str:
        label = levels[level].text
        for above in range(level + 1):
            known = levels.get(above)
            if known is None or f"%{above + 1}" not in label:
                continue
            label = label.replace(f"%{above + 1}", _written(counts.get(above, known.start), known.form))
        return label if any(map(str.isalnum, label)) else ""


def with_numbers(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The members of a .docx, the body with its automatic numbers as text; unchanged where it has none."""
    if _NUMBERING not in members:
        return dict(members)
    lists = _read_lists(_parsed(members[_NUMBERING]))
    styles = _style_numbers(_parsed(members[_STYLES])) if _STYLES in members else {}
    body = _parsed(members[BODY])
    for paragraph in body.iter(f"{_W}p"):
        place = _place(paragraph, styles)
        label = "" if place is None else lists.next_label(*place)
        if label:
            _prepend(paragraph, label)
    return {**members, BODY: etree.tostring(body)}


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(content, parser=parser)


def _read_lists(numbering: etree._Element) -> _Lists:
    lists = _Lists()
    for one in numbering.iter(f"{_W}abstractNum"):
        name = str(one.get(f"{_W}abstractNumId"))
        lists.levels[name] = {_number(level, "ilvl", 0): _level(level) for level in one.iter(f"{_W}lvl")}
    for one in numbering.iter(f"{_W}num"):
        number_id = str(one.get(f"{_W}numId"))
        lists.list_of[number_id] = _value(one, "abstractNumId") or ""
        overrides = ((over, _value(over, "startOverride")) for over in one.iter(f"{_W}lvlOverride"))
        starts = {_number(over, "ilvl", 0): int(start) for over, start in overrides if start and start.isdecimal()}
        if starts:
            lists.restarts[number_id] = starts
    return lists


def _level(level: etree._Element) -> _Level:
    start = _value(level, "start") or "1"
    return _Level(int(start) if start.isdecimal() else 1, _value(level, "numFmt") or "", _value(level, "lvlText") or "")


def _style_numbers(styles: etree._Element) -> dict[str, tuple[str, int]]:
    """The list and level that paragraphs of a style are counted in, the style's own or that of one it is based on."""
    found = {str(style.get(f"{_W}styleId")): style for style in styles.iter(f"{_W}style")}
    placed: dict[str, tuple[str, int]] = {}
    for name, style in found.items():
        above: etree._Element | None = style
        for _ in range(_LONGEST_CHAIN):
            place = None if above is None else _own_place(above)
            if above is None or place is not None:
                break
            above = found.get(_value(above, "basedOn") or "")
        if place is not None:
            placed[name] = place
    return placed


def _place(paragraph: etree._Element, styles: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return _own_place(paragraph) or styles.get("" if style is None else str(style.get(f"{_W}val")))


def _own_place(element: etree._Element) -> tuple[str, int] | None:
    numbered = element.find(f"{_W}pPr/{_W}numPr")
    if numbered is None:
        return None
    level = _value(numbered, "ilvl") or "0"
    return _value(numbered, "numId") or "", min(int(level), _LEVELS) if level.isdecimal() else 0


def _prepend(paragraph: etree._Element, label: str) -> None:
    run = etree.Element(f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = label
    at = 1 if len(paragraph) and paragraph[0].tag == f"{_W}pPr" else 0
    paragraph.insert(at, run)


def _written(number: int, form: str) -> str:
    if _CHINESE.search(form):
        return _chinese(number)
    if form == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    return str(number) if _DECIMAL.match(form) else ""


def _chinese(number: int) -> str:
    """`十二` for 12; headings are fewer than a hundred."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return (
        ("" if tens == 1 else _DIGITS[tens] if tens else "") + (_TEN if tens else "") + (_DIGITS[ones] if ones else "")
    )


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{_W}{name}")
    return None if found is None else str(found.get(f"{_W}val") or "")


def _number(element: etree._Element, name: str, missing: int) -> int:
    text = str(element.get(f"{_W}{name}") or "")
    return int(text) if text.isdecimal() else missing
