"""Pages as a portal's publishing system writes them: lists of links, an item's own page, a table of figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

PER_PAGE = 40


def page(title: str, body: str, head: str = "") -> bytes:
    """A page of the portal."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>'
        f"<body><h1>{escape(title)}</h1>{body}</body></html>\n"
    ).encode()


def list_pages(title: str, rows: Sequence[str]) -> list[bytes]:
    """A column over as many pages as it needs, each of which says how many there are."""
    count = max(-(-len(rows) // PER_PAGE), 1)
    script = f'<script>createPageHTML({count}, 0, "index", "html");</script>'
    chunks = [rows[number * PER_PAGE : (number + 1) * PER_PAGE] for number in range(count)]
    return [page(title, f'<ul class="list">\n{"".join(chunk)}</ul>{script}') for chunk in chunks]


def list_row(title: str, url: str, **told: str) -> str:
    """A row of a column; `told` stands in spans of those classes."""
    spans = "".join(f'<span class="{name}">{escape(value)}</span>' for name, value in told.items())
    return f'<li><a href="{escape(url)}">{escape(title)}</a>{spans}</li>\n'


def table(rows: Iterable[Sequence[object]]) -> str:
    """A table whose first row is its headings."""
    cells = ["".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows]
    return f'<table border="1">{"".join(f"<tr>{line}</tr>" for line in cells)}</table>'


def item_page(title: str, lines: Sequence[tuple[str, str]], text: str) -> bytes:
    """An item's own page, with its particulars above the text."""
    told = "".join(f"<p>{escape(name)}：{escape(value)}</p>" for name, value in lines)
    return page(title, f"{told}<div>{escape(text)}</div>")
