"""How an official document looks in Word: fonts with their stand-ins, sizes, line spacing, margins (GB/T 9704 party and state format)."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Font:
    """A Chinese font, and the names that a machine without it may know; `family` is the last resort."""

    name: str
    stand_ins: tuple[str, ...]
    family: str


TITLE_FONT = Font(
    "方正小标宋简体", ("方正小标宋_GBK", "华文中宋", "STZhongsong", "宋体", "SimSun", "Noto Serif CJK SC"), "roman"
)
BODY_FONT = Font("仿宋_GB2312", ("仿宋", "FangSong", "华文仿宋", "STFangsong", "Noto Serif CJK SC"), "roman")
HEADING_FONT = Font("黑体", ("SimHei", "微软雅黑", "Microsoft YaHei"), "swiss")
SUBHEADING_FONT = Font("楷体_GB2312", ("楷体", "KaiTi", "华文楷体", "STKaiti"), "script")
PAGE_NUMBER_FONT = Font("宋体", ("SimSun", "新宋体"), "roman")
FONTS = (TITLE_FONT, BODY_FONT, HEADING_FONT, SUBHEADING_FONT, PAGE_NUMBER_FONT)


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style. `indent` is the first line's, in characters; sizes in points; `line` is exact line spacing."""

    style: str
    font: Font
    size: float
    line: float
    indent: int = 0
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    before: float = 0
    after: float = 0
    keep_next: bool = False
    outline: int | None = None


_CENTER, _LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
LOOKS = (
    Look("Normal", BODY_FONT, 16, 28),
    Look("Title", TITLE_FONT, 22, 36, align=_CENTER, keep_next=True),
    Look("Heading 1", HEADING_FONT, 16, 28, indent=2, align=_LEFT, keep_next=True, outline=0),
    Look("Heading 2", SUBHEADING_FONT, 16, 28, indent=2, align=_LEFT, keep_next=True, outline=1),
    Look("Body Text", BODY_FONT, 16, 28, indent=2),
    Look("Report Signature", BODY_FONT, 16, 28, align=_RIGHT, keep_next=True),
    Look("Report Salutation", BODY_FONT, 16, 28, align=_LEFT),
    Look("Caption", HEADING_FONT, 12, 20, align=_CENTER, before=8, after=4, keep_next=True),
    Look("Table Figure", BODY_FONT, 9, 11, align=_CENTER),
    Look("Table Label", BODY_FONT, 9, 11, align=_LEFT),
    Look("Table Heading", BODY_FONT, 9, 11, align=_CENTER),
    Look("Table Note", BODY_FONT, 9, 13, align=_LEFT, before=2),
    Look("Roomy Figure", BODY_FONT, 10.5, 14, align=_CENTER),
    Look("Roomy Label", BODY_FONT, 10.5, 14, align=_LEFT),
    Look("Roomy Heading", BODY_FONT, 10.5, 14, align=_CENTER),
    Look("Footer", PAGE_NUMBER_FONT, 14, 18, align=_CENTER),
)


def apply_styles(document: Document) -> None:
    """Gives the document the page and the paragraph styles of an official paper."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    _plain_defaults(document)
    for look in LOOKS:
        _apply(document, look)


# One sheet of paper for one unit: letters as small as official tables have them, margins as a printer needs them.
_COMPACT = (
    Look("Normal", BODY_FONT, 10, 13),
    Look("Title", TITLE_FONT, 16, 22, align=_CENTER, after=4, keep_next=True),
    Look("Heading 1", HEADING_FONT, 11, 15, align=_LEFT, before=1, keep_next=True, outline=0),
    Look("Body Text", BODY_FONT, 10, 13, indent=2, after=1),
    Look("Table Label", BODY_FONT, 8, 9.5, align=_LEFT),
    Look("Table Figure", BODY_FONT, 8, 9.5, align=_CENTER),
    Look("Table Heading", BODY_FONT, 8, 9.5, align=_CENTER),
    Look("Footer", PAGE_NUMBER_FONT, 9, 11, align=_CENTER),
)


def make_compact(document: Document) -> None:
    """Sets a styled document small, with narrow margins."""
    section = document.sections[0]
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(12), Mm(13), Mm(6)
    section.left_margin, section.right_margin = Mm(17), Mm(17)
    for look in _COMPACT:
        _apply(document, look)


def turn_pages(document: Document) -> None:
    """Lays the pages on their side: the side to be bound stays the widest margin."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(28)
    section.left_margin, section.right_margin = Mm(37), Mm(35)
    section.footer_distance = Mm(17)


def _plain_defaults(document: Document) -> None:
    """The template's styles are another country's: theme fonts, colours and spacing must not show through."""
    kept = {look.style for look in LOOKS}
    for defaults in document.styles.element.findall(qn("w:docDefaults")):
        document.styles.element.remove(defaults)
    for style in list(document.styles):
        if style.element.get(qn("w:default")) is None and style.name not in kept:
            style.delete()
            continue
        for link in style.element.findall(qn("w:link")):  # to a character style that is gone
            style.element.remove(link)


def _apply(document: Document, look: Look) -> None:
    styles = document.styles
    known = look.style in {style.name for style in styles}
    style = styles[look.style] if known else styles.add_style(look.style, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(look.style)
    for child in (style.element.rPr, style.element.pPr):
        if child is not None:
            style.element.remove(child)
    style.font.size = Pt(look.size)
    set_fonts(style.element.get_or_add_rPr(), look.font)
    _shape(style, look)


def _shape(style: ParagraphStyle, look: Look) -> None:
    shape = style.paragraph_format
    shape.alignment = look.align
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.keep_with_next = look.keep_next
    # A full stop that hangs in the margin is lost in some viewers.
    style.element.pPr.spacing.addprevious(OxmlElement("w:overflowPunct", {qn("w:val"): "0"}))
    if look.outline is not None:
        style.element.pPr.append(OxmlElement("w:outlineLvl", {qn("w:val"): str(look.outline)}))
    if look.indent:
        shape.first_line_indent = Pt(look.size * look.indent)
        style.element.pPr.ind.set(qn("w:firstLineChars"), str(100 * look.indent))


def set_fonts(properties: CT_RPr, font: Font) -> None:
    """Chinese and Latin font of a run or style, with the language that decides how lines break."""
    fonts = properties.get_or_add_rFonts()
    for slot, name in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", font.name), ("cs", LATIN)):
        fonts.set(qn(f"w:{slot}"), name)
    properties.append(OxmlElement("w:lang", {qn("w:val"): "en-US", qn("w:eastAsia"): "zh-CN"}))


def font_table() -> bytes:
    """word/fontTable.xml: tells a machine without a font which other names to try, and what kind of letter it is."""
    entries = "".join(
        f"<w:font w:name={quoteattr(font.name)}><w:altName w:val={quoteattr(','.join(font.stand_ins))}/>"
        f'<w:charset w:val="86"/><w:family w:val="{font.family}"/><w:pitch w:val="variable"/></w:font>'
        for font in FONTS
    )
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{declaration}<w:fonts {nsdecls('w')}>{entries}</w:fonts>".encode()
