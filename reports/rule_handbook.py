"""The rule handbook for the units: what is checked, how loudly, why, what they will be told, what to do. A page and a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reports.excel.book import HEADED, SUBTITLE, TITLE, Book, Style
from reports.excel.tables import text_height
from reports.narrative.html import render_page
from reports.narrative.paper import Grid, GridCell, Heading, Paper, Paragraph, Run
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.forms import Edition
from warehouse.catalog.rules import Rule

TITLE_TEXT = "政务公开报表核对规则手册"
INTRODUCTION = (
    "有“错误”的报表退回单位，不计入任何数字；“提醒”和“提示”照常计入，请单位在“说明”表中写明情况。"
    "话中〔 〕处，由程序按所查的单元格填写。"
)
LEVELS = ("文件", "一份报表之内", "同一单位的各期、各表之间", "单位与汇总之间", "与正文和其他来源之间")
SEVERITIES = {"error": "错误（退回，不计入）", "warning": "提醒（计入）", "info": "提示（计入）"}
_HEADINGS = ("编号", "规则", "程度", "核对什么", "依据", "会收到的话", "怎么办")
_WEIGHTS = (0.13, 0.13, 0.08, 0.18, 0.12, 0.2, 0.16)
_WIDTHS = (20.0, 24.0, 12.0, 34.0, 26.0, 44.0, 36.0)
_ONLY_DETAIL = "{detail}"
_PLACES = {
    "label": "〔单元格〕",
    "row": "〔行〕",
    "column": "〔列〕",
    "text": "〔所填内容〕",
    "expected": "〔应有数〕",
    "actual": "〔所填数〕",
    "difference": "〔差额〕",
    "detail": "〔具体情况〕",
}
_PUBLISHED = date(2020, 1, 1)  # the same catalogue gives the same bytes
_CELL = Style(align="left", size=9)


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as the handbook prints it."""

    rule_id: str
    title: str
    severity: str
    checks: str
    basis: str
    message: str
    remedy: str

    @property
    def columns(self) -> tuple[str, ...]:
        """In the order of the headings."""
        return self.rule_id, self.title, self.severity, self.checks, self.basis, self.message, self.remedy


def handbook_entries(catalog: Catalog) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """The levels that have rules, each with its entries in the order of rules.yaml."""
    for level, title in enumerate(LEVELS):
        entries = tuple(_entry(rule, catalog.editions[-1]) for rule in catalog.rules if rule.level == level)
        if entries:
            yield title, entries


def render_rule_handbook(catalog: Catalog) -> str:
    """The handbook as one self-contained page."""
    blocks: list[Heading | Paragraph | Grid] = [Paragraph((Run(INTRODUCTION),))]
    for number, (title, entries) in enumerate(handbook_entries(catalog), 1):
        blocks += [Heading(title, 1), _grid(f"rules_{number}", entries)]
    return render_page(Paper((TITLE_TEXT,), tuple(blocks), _PUBLISHED))


def write_rule_handbook(catalog: Catalog) -> bytes:
    """The handbook as a workbook of one sheet, to filter and to print."""
    book = Book(TITLE_TEXT)
    sheet = book.sheet("核对规则")
    sheet.widths(_WIDTHS)
    sheet.text(0, 0, TITLE_TEXT, TITLE, columns=len(_HEADINGS))
    sheet.text(1, 0, INTRODUCTION, SUBTITLE, columns=len(_HEADINGS))
    for column, heading in enumerate(_HEADINGS):
        sheet.text(2, column, heading, HEADED)
    entries = [entry for _, found in handbook_entries(catalog) for entry in found]
    for row, entry in enumerate(entries, 3):
        heights = (text_height(text, width) for text, width in zip(entry.columns, _WIDTHS, strict=True))
        sheet.raw.set_row(row, max(heights))
        for column, text in enumerate(entry.columns):
            sheet.text(row, column, text, _CELL)
    sheet.raw.autofilter(2, 0, 2 + len(entries), len(_HEADINGS) - 1)
    sheet.page(landscape=True, header_rows=(2, 2))
    return book.content()


def _entry(rule: Rule, edition: Edition) -> Entry:
    return Entry(
        rule_id=rule.id,
        title=rule.title,
        severity=SEVERITIES[rule.severity] + _trial(rule),
        checks=written_identity(rule, edition) or _written_thresholds(rule, edition) or rule.title,
        basis=rule.basis,
        message="（按文件的具体情况说明）" if rule.message == _ONLY_DETAIL else rule.message.format_map(_PLACES),
        remedy=rule.remedy,
    )


def written_identity(rule: Rule, edition: Edition) -> str | None:
    """What an identity rule weighs, in the words of the form; None for a rule of another kind."""
    if rule.kind != "identity":
        return None
    cells = edition.table_cells(rule.table or "")
    by_column = rule.each == "column"
    labels = {c.row: c.row_label for c in cells} if by_column else {c.column: c.column_label for c in cells}
    each = "每一列" if by_column else "每一行"
    return f"{rule.table} {each}：{_sum(rule.left, labels)} ＝ {_sum(rule.right, labels)}"


def _trial(rule: Rule) -> str:
    return "" if rule.trial is None else f"；试行，{rule.trial}及以前的报告期只提醒"


def _written_thresholds(rule: Rule, edition: Edition) -> str:
    """From when on a change is not plausible, cell by cell; empty for a rule without thresholds."""
    return "；".join(
        f"{'、'.join(f'“{edition.by_code[code].label}”' for code in one.cells)}：相差 {one.at_least:g} 以上，且超过 {one.ratio:g} 倍"
        for one in rule.thresholds
    )


def _sum(selectors: tuple[str, ...], labels: Mapping[str, str]) -> str:
    return " ＋ ".join("各项办理结果之和" if one == "role:result" else f"“{labels[one]}”" for one in selectors)


def _grid(name: str, entries: tuple[Entry, ...]) -> Grid:
    headings = (GridCell(0, column, 1, 1, "column_heading", text) for column, text in enumerate(_HEADINGS))
    cells = (
        GridCell(row, column, 1, 1, "text", text)
        for row, entry in enumerate(entries, 1)
        for column, text in enumerate(entry.columns)
    )
    return Grid(
        name=name,
        title="",
        caption="",
        height=1 + len(entries),
        width=len(_HEADINGS),
        cells=(*headings, *cells),
        column_weights=_WEIGHTS,
        header_rows=1,
    )
