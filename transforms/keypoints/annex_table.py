"""The annexed table where it is a table: columns by their headings, merged cells, rows that go on in the table of the next page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from transforms.grid import Grid, Place
from transforms.keypoints.annex import AnnexRow
from transforms.keypoints.bodies import read_bodies
from transforms.keypoints.flow import compact, folded
from transforms.keypoints.model import NamedBody
from warehouse.catalog.keypoint_words import KeypointWords
from warehouse.catalog.keypoints import Role

_HEADER_ROWS = 6
_KINDS = ("number", "chapter", "name", "content")
_LEAST_COLUMNS = 3


@dataclass(slots=True)
class Columns:
    """What each column holds; `roles` are columns of bodies."""

    at: dict[str, int] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    width: int = 0

    @property
    def is_breakdown(self) -> bool:
        """Whether this is a breakdown of tasks: what, and who."""
        return (
            bool(self.roles)
            and bool({"name", "content"} & set(self.at))
            and len(self.at) + len(self.roles) >= _LEAST_COLUMNS
        )


def find_columns(grid: Grid, words: KeypointWords) -> tuple[int, Columns] | None:
    """The row of the headings and what they say; None for any other table."""
    for row in range(min(_HEADER_ROWS, len(grid.rows))):
        columns = Columns(width=len(grid.rows[row]))
        for column in range(len(grid.rows[row])):
            _take(columns, column, folded(compact(grid.text_at(row, column))), words)
        if columns.is_breakdown:
            return row, columns
    return None


def _take(columns: Columns, column: int, heading: str, words: KeypointWords) -> None:
    if not heading:
        return
    role = words.label_role(heading)
    if role == "due":
        columns.at.setdefault("due", column)
    elif role is not None:
        columns.roles[column] = role
    else:
        kinds = (kind for kind in _KINDS if getattr(words.columns, kind).match(heading))
        for kind in kinds:
            columns.at.setdefault(kind, column)
            break


def read_table_rows(grid: Grid, first: int, columns: Columns, words: KeypointWords) -> Iterator[AnnexRow]:
    """The rows from `first` on. A row of one text is a heading; one without a number, such as a total, is none."""
    owners = _owners(grid)
    chapter: str | None = None
    number = 0
    for row in range(first, len(grid.rows)):
        cells = {column: _text(grid, row, column, owners) for column in range(columns.width)}
        heading = _heading(cells, words)
        if heading is not None:
            chapter = heading
            continue
        chapter = _chapter(cells.get(columns.at.get("name", -1), ""), words) or chapter
        written = cells.get(columns.at.get("number", -1), "")
        number = int(written) if written.isdecimal() else (number + 1 if "number" not in columns.at else 0)
        content = cells.get(columns.at.get("content", -1)) or cells.get(columns.at.get("name", -1), "")
        if number and content:
            yield _row(number, chapter, cells, columns, grid, row, words)


def _row(
    number: int,
    chapter: str | None,
    cells: Mapping[int, str],
    columns: Columns,
    grid: Grid,
    row: int,
    words: KeypointWords,
) -> AnnexRow:
    bodies: list[NamedBody] = []
    for column, role in columns.roles.items():
        bodies += read_bodies(cells.get(column, ""), words, role)
    name, content = cells.get(columns.at.get("name", -1)), cells.get(columns.at.get("content", -1))
    return AnnexRow(
        number=number,
        chapter=chapter,
        name=name or None if content else None,
        content=content or name or "",
        bodies=tuple(dict.fromkeys(bodies)),
        due_text=cells.get(columns.at.get("due", -1)) or None,
        place="!".join(grid.place_name((row, 0))),
        printed="\t".join(text for text in cells.values() if text),
    )


def _heading(cells: Mapping[int, str], words: KeypointWords) -> str | None:
    """The number of a chapter that a row names: one text in it, or the same in all that it covers."""
    told = {text for text in cells.values() if text}
    if len(told) != 1:
        return None
    return _chapter(next(iter(told)), words)


def _chapter(text: str, words: KeypointWords) -> str | None:
    """The number of a chapter that a text begins with."""
    chapters = (mark.pattern for mark in words.marks if mark.level == "chapter")
    return next((str(found["n"]) for pattern in chapters if (found := pattern.match(folded(text)))), None)


def _owners(grid: Grid) -> dict[Place, Place]:
    """For every square that a merged cell covers, where its text stands."""
    return {
        (row, column): first
        for first, last in grid.spans.items()
        for row in range(first[0], last[0] + 1)
        for column in range(first[1], last[1] + 1)
    }


def _text(grid: Grid, row: int, column: int, owners: Mapping[Place, Place]) -> str:
    return compact(grid.text_at(*owners.get((row, column), (row, column))))


def continues(grid: Grid, columns: Columns, rows: Sequence[AnnexRow]) -> bool:
    """Whether a table without headings goes on with the rows of the one before it, on the next page."""
    at = columns.at.get("number")
    if at is None or not rows or len(grid.rows[0]) != columns.width:
        return False
    first = next((compact(grid.text_at(row, at)) for row in range(len(grid.rows)) if grid.text_at(row, at)), "")
    return first.isdecimal() and int(first) == rows[-1].number + 1
