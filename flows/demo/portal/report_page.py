"""A unit's annual report as its page on the portal has it: six sections, the three official tables, the day of publication."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from html import escape

from flows.demo.portal.pages import page
from reports.layout import LayoutCell, TableLayout, layout_tables
from warehouse.catalog.forms import Edition
from warehouse.catalog.period import Period
from warehouse.catalog.units import Unit

_SECTIONS = (
    ("一、总体情况", None, "本年度，{unit}按照上级部署推进政务公开各项工作。"),
    ("二、主动公开政府信息情况", "T2", ""),
    ("三、收到和处理政府信息公开申请情况", "T3", ""),
    ("四、政府信息公开行政复议、行政诉讼情况", "T4", ""),
    ("五、存在的主要问题及改进情况", None, "政策解读的形式还不够丰富，将继续改进。"),
    ("六、其他需要报告的事项", None, "本年度没有收取政府信息公开信息处理费。"),
)


def report_page(
    unit: Unit, year: Period, figures: Mapping[str, Decimal], edition: Edition, published_on: date, note: str = ""
) -> bytes:
    """The page; `note` is a sentence that was added to its first section later."""
    layouts = {layout.table: layout for layout in layout_tables(edition, "statutory")}
    parts = []
    for heading, table, text in _SECTIONS:
        body = _paragraph(f"{text.format(unit=unit.name)}{note}") if table is None else _table(layouts[table], figures)
        parts.append(f"<h2>{heading}</h2>{body}")
        note = ""
    head = f'<meta name="PubDate" content="{published_on}">'
    return page(f"{unit.name}{year.year}年政府信息公开工作年度报告", "".join(parts), head)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(layout: TableLayout, figures: Mapping[str, Decimal]) -> str:
    rows: dict[int, list[LayoutCell]] = {}
    for cell in sorted(layout.cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    lines = ["".join(_cell(cell, figures) for cell in line) for line in rows.values()]
    return f'<table border="1">{"".join(f"<tr>{line}</tr>" for line in lines)}</table>'


def _cell(cell: LayoutCell, figures: Mapping[str, Decimal]) -> str:
    text = cell.text if cell.cell_code is None else f"{figures[cell.cell_code].normalize():f}"
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", cell.rows), ("colspan", cell.columns)) if count > 1
    )
    return f"<td{spans}>{escape(text)}</td>"
