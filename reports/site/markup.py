"""Cells as HTML. A district has a hundred thousand of them, for which a template's macros take six times as long; every text is escaped."""

from __future__ import annotations

from html import escape

from reports.site.blocks import Cell, Column, FormCell, Table


def said(cell: Cell, root: str) -> str:
    """A cell's words, as a link where it leads somewhere; `root` leads from the page to the root of the site."""
    text = escape(cell.text)
    if cell.href is not None:
        text = f'<a href="{escape(root + cell.href)}">{text}</a>'
    return f"{text} <small>{escape(cell.note)}</small>" if cell.note else text


def attributes(cell: Cell, is_number: bool) -> str:
    """The classes of a cell, and what it is sorted by."""
    classes = " ".join(one for one in ("n" if is_number else "w" if cell.is_whole else "", cell.tone) if one)
    key = "" if cell.key is None else f' data-key="{escape(cell.key)}"'
    return (f' class="{classes}"' if classes else "") + key


def table_rows(table: Table, root: str) -> str:
    """The rows of a table, the first cell of each being its heading."""
    return "\n".join(_row(row, table.columns, root) for row in table.rows)


def _row(row: tuple[Cell, ...], columns: tuple[Column, ...], root: str) -> str:
    head = row[0]
    parts = [f'<tr><th scope="row"{attributes(head, False)}>{said(head, root)}</th>']
    for cell, column in zip(row[1:], columns[1:], strict=True):
        parts.append(f"<td{attributes(cell, column.is_number)}>{said(cell, root)}</td>")
    return "".join((*parts, "</tr>"))


def form_rows(rows: tuple[tuple[FormCell, ...], ...]) -> str:
    """Rows of a printed table."""
    return "\n".join(f"<tr>{''.join(_square(cell) for cell in row)}</tr>" for row in rows)


def _square(cell: FormCell) -> str:
    name = "th" if cell.scope else "td"
    what = (
        f' scope="{cell.scope}{_group(cell)}"'
        if cell.scope
        else f' id="{escape(cell.code)}" class="v"'
        if cell.code
        else ""
    )
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    place = f" <small>{escape(cell.place)}</small>" if cell.place else ""
    written = f" <q>{escape(cell.written)}</q>" if cell.written else ""
    return f"<{name}{what}{rows}{columns}>{escape(cell.text)}{place}{written}</{name}>"


def _group(cell: FormCell) -> str:
    return "group" if (cell.columns if cell.scope == "col" else cell.rows) > 1 else ""
