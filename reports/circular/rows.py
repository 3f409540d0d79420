"""A paper as a reader of the finished document finds it: its running text, and the rows of its tables."""

from __future__ import annotations

from reports.narrative.paper import Charts, Grid, Heading, Paper, Paragraph


def spoken(paper: Paper) -> tuple[str, ...]:
    """The title, headings and paragraphs in order; of the tables only what is printed outside them is left out."""
    said = (block.text for block in paper.blocks if isinstance(block, Heading | Paragraph))
    return (paper.title, *said)


def drawn(paper: Paper) -> tuple[str, ...]:
    """What the charts say aloud: title, quarters and values."""
    charts = (chart for block in paper.blocks if isinstance(block, Charts) for chart in block.charts)
    return tuple(f"{one.title}：{'，'.join(f'{p.name} {p.value}' for p in one.points)}" for one in charts)


def grid_rows(grid: Grid) -> tuple[tuple[str, ...], ...]:
    """The cells by the row that they begin in, from left to right."""
    rows: list[list[tuple[int, str]]] = [[] for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row].append((cell.column, cell.text))
    return tuple(tuple(text for _, text in sorted(row)) for row in rows)
