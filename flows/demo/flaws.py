"""What goes wrong with real files: an overwritten total, a lost value, words for a number, half a file, a web page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from flows.demo.figures import Figures, completed
from flows.demo.saved_file import forget_value, overwrite
from transforms.submission import read_submission
from warehouse.catalog.catalog import Catalog, load_catalog

_WEB_PAGE = "<html><body><table><tr><td>附件共 {size} 字节，请先登录后下载。</td></tr></table></body></html>"
_FORMULA, _FIRST_FIGURE = "T3:total.total", "T3:new.natural_person"


def miscounted(catalog: Catalog, figures: Figures) -> Figures:
    """One answered request counted under another result: wrong, yet every sum of the form still holds."""
    edition = catalog.edition(catalog.form("quarter").edition)
    results = [cell for cell in edition.table_cells("T3") if cell.role == "result" and cell.column == "natural_person"]
    moved_from = next(cell.code for cell in results if figures[cell.code] > 0)
    moved_to = next(cell.code for cell in results if cell.code != moved_from)
    changed = {**figures, moved_from: figures[moved_from] - 1, moved_to: figures[moved_to] + 1}
    return completed(catalog, edition, changed)


def edited(figures: Figures, edits: Mapping[str, int]) -> Figures:
    """The figures with some of them wrong; sums are left as they were, as where a total is typed over."""
    return {**figures, **{code: figures[code] + Decimal(difference) for code, difference in edits.items()}}


def _truncated(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _web_page(content: bytes) -> bytes:
    return _WEB_PAGE.format(size=len(content)).encode()


def _formula_without_value(content: bytes) -> bytes:
    return forget_value(content, *_places(content)[_FORMULA])


def _number_in_words(content: bytes) -> bytes:
    return overwrite(content, *_places(content)[_FIRST_FIGURE], "约三件")


FLAWS: Mapping[str, Callable[[bytes], bytes]] = {
    "truncated": _truncated,
    "web_page": _web_page,
    "formula_without_value": _formula_without_value,
    "number_in_words": _number_in_words,
}


def _places(content: bytes) -> dict[str, tuple[str, str]]:
    """Sheet and address of every statutory cell of a workbook, as our own reader finds them."""
    return {code: (sheet, address) for code, _, _, _, sheet, address in read_submission(content, load_catalog()).cells}
