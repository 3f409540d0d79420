"""The head of T3 that a wrong span has pushed aside: its labels are laid over the columns in which the figures stand.

The corner above the row labels spans three rows and three columns. Where a page says fewer, the labels below slide under it, and every
figure would be read under the label of another column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transforms.document.document import PrintedGrid
from transforms.errors import FileError
from transforms.grid import Place
from transforms.labels import COLUMN, HEADING, ROW, Lexicon
from transforms.page import MOST_HEADERS, Problem

REFUSED = "FILE-TABLES"  # a table that is there and can't be read
_TABLE = "T3"
_LEAST, _DEPTH = 3, 3


@dataclass(frozen=True, slots=True)
class _Head:
    """The labels of the columns: where each stands, the order in which they were written (None if it can't be told), and the
    columns in which most rows have their figures, with the column of those rows' labels.
    """

    rows: tuple[int, ...]
    labels: dict[Place, str]
    order: tuple[Place, ...] | None
    figures: tuple[int, ...]
    row_label: int

    @property
    def is_aligned(self) -> bool:
        """Whether every column has a label of its own, right of the row labels, in the order in which they were written."""
        columns = sorted(column for _, column in self.labels)
        if len(set(columns)) < len(columns) or columns[0] <= self.row_label:
            return False
        return self.order is None or [column for _, column in self.order] == columns

    @property
    def can_be_laid(self) -> bool:
        """Whether the rows have as many figures as there are labels."""
        return self.order is not None and len(self.order) == len(self.figures)


def straighten_head(grid: PrintedGrid, lexicon: Lexicon) -> tuple[PrintedGrid, list[Problem]]:
    """The grid with the labels of T3 over its figures. One that can't be laid so is blanked, and said: no figure of it is read."""
    problems: list[Problem] = []
    for head in list(_heads(grid, lexicon)):
        if head.is_aligned:
            continue
        if not head.can_be_laid:
            problems.append(_refused(grid, min(head.labels)))
        grid = _laid(grid, head)
    return grid, problems


def _heads(grid: PrintedGrid, lexicon: Lexicon) -> Iterator[_Head]:
    """Every head with rows below that are labelled as those of T3."""
    labels = _labels(grid, lexicon)
    own = {row for row, found in labels.items() if sum(("T4", COLUMN) not in s for _, s in found.values()) >= _LEAST}
    if len(own) > MOST_HEADERS:
        raise FileError("X01", f"{grid.name} 中有 {len(own)} 行表头")
    labelled = list(_labelled_rows(grid, lexicon)) if own else []
    for row in own:
        above = next((r for r in range(row - 1, row - _DEPTH, -1) if r in labels and r not in own), None)
        rows = (row,) if above is None else (above, row)
        found = {(r, column): code for r in rows for column, (code, _) in labels[r].items()}
        starts, row_label = _usual(row, labelled)
        if starts and len(set(found.values())) == len(found):
            yield _Head(rows, found, _order(grid, rows, found, lexicon), starts, row_label)


def _labels(grid: PrintedGrid, lexicon: Lexicon) -> dict[int, dict[int, tuple[str, dict[tuple[str, str], str]]]]:
    """By row and column: the code of a column label, and all that it may stand for."""
    labels: dict[int, dict[int, tuple[str, dict[tuple[str, str], str]]]] = {}
    for row, column, text in grid.texts:
        senses = dict(lexicon.senses(text))
        if (_TABLE, COLUMN) in senses:
            labels.setdefault(row, {})[column] = senses[_TABLE, COLUMN], senses
    return labels


def _order(
    grid: PrintedGrid, rows: tuple[int, ...], labels: dict[Place, str], lexicon: Lexicon
) -> tuple[Place, ...] | None:
    """As written: 自然人, then what stands under 法人或其他组织, then 总计. None where no such group is named exactly once."""
    last = [(rows[-1], at) for at in grid.starts[rows[-1]] if (rows[-1], at) in labels]
    if len(rows) == 1:
        return tuple(last)
    order: list[Place] = []
    groups = 0
    for at in grid.starts[rows[0]]:
        if (rows[0], at) in labels:
            order.append((rows[0], at))
        elif order and (_TABLE, HEADING) in lexicon.senses(grid.text_at(rows[0], at)):
            order += last
            groups += 1
    return tuple(order) if groups == 1 else None


def _labelled_rows(grid: PrintedGrid, lexicon: Lexicon) -> Iterator[tuple[int, tuple[int, ...], int]]:
    """Each row with a label of T3 and cells behind it: its number, the columns of these cells, the last column of its labels."""
    for row, starts in enumerate(grid.starts):
        label = max((at for at in starts if (_TABLE, ROW) in lexicon.senses(grid.text_at(row, at))), default=-1)
        behind = tuple(at for at in starts if at > label)
        if label >= 0 and len(behind) >= _LEAST:
            yield row, behind, label


def _usual(head: int, labelled: Sequence[tuple[int, tuple[int, ...], int]]) -> tuple[tuple[int, ...], int]:
    """The columns in which most labelled rows have their cells, and the last column of their labels; nothing if no two rows agree."""
    seen = Counter((behind, label) for row, behind, label in labelled if row > head)
    widths = Counter({starts: 0 for starts, _ in seen})
    for (starts, _), count in seen.items():
        widths[starts] += count
    if not widths or max(widths.values()) < 2:
        return (), -1
    usual = widths.most_common(1)[0][0]
    return usual, max(label for starts, label in seen if starts == usual)


def _laid(grid: PrintedGrid, head: _Head) -> PrintedGrid:
    """The labels in the lowest row of the head, each over its figures; none of them where the order is not known."""
    rows, starts = list(grid.rows), list(grid.starts)
    lowest = head.rows[-1]
    texts = [grid.text_at(*place) for place in head.order or ()]
    for row in head.rows:
        rows[row] = ["" if (row, at) in head.labels else written for at, written in enumerate(rows[row])]
    if head.can_be_laid:
        line = [*rows[lowest], *[""] * (head.figures[-1] + 1 - len(rows[lowest]))]
        for column, text in zip(head.figures, texts, strict=True):
            line[column] = text
        rows[lowest] = line
        starts[lowest] = sorted({*starts[lowest], *head.figures})
    spans = {at: last for at, last in grid.spans.items() if at not in head.labels}
    return replace(grid, rows=rows, spans=spans, starts=starts)


def _refused(grid: PrintedGrid, place: Place) -> Problem:
    text = grid.text_at(*place)
    detail = f"“{' '.join(text.split())}”所在的表头与其下各行的格子对不上（合并单元格有误），该表没有计入。"
    return Problem(REFUSED, detail, *grid.place_name(place), text)
