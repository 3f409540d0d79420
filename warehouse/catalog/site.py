"""What the pages of a release show (site.yaml): the chosen figures, the drawn lines, the words for what is not there, the bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from warehouse.catalog.forms import Declared, Edition


class HeadlineCell(Declared):
    """A statutory cell that tables of units and quarters show, under a short name."""

    cell: str
    name: str


class DrawnLine(Declared):
    """A line of the overview: a statutory cell of the district, or an indicator of it from one source."""

    title: str
    cell: str | None = None
    indicator: str | None = None
    source: str | None = None


class SiteWords(Declared):
    """All of site.yaml. `most_rows` bounds a table of units, `most_report_pages` the pages that lead back to cells; with more units
    than `most_units` none has a page, and `outline` says so.
    """

    headline: tuple[HeadlineCell, ...]
    charts: tuple[DrawnLine, ...]
    absent: dict[str, str]
    absent_text: str
    met: dict[str, str]
    share_unit: str
    severities: dict[str, str]
    most_rows: int
    most_report_pages: int
    most_units: int
    outline: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The codes of all cells that are shown or drawn, each once."""
        drawn = (line.cell for line in self.charts if line.cell is not None)
        return tuple(dict.fromkeys((*(one.cell for one in self.headline), *drawn)))


def site_problems(words: SiteWords, editions: Iterable[Edition], indicators: Iterable[str]) -> Iterator[str]:
    """What site.yaml names and nobody declared, in Chinese sentences."""
    known, declared = {cell.code for edition in editions for cell in edition.cells}, set(indicators)
    yield from (f"单元格“{code}”在任何格式版本中都没有。" for code in words.cells if code not in known)
    for line in words.charts:
        if line.indicator is not None and line.indicator not in declared:
            yield f"指标“{line.indicator}”没有声明。"
        if (line.cell is None) == (line.indicator is None) or (line.indicator is None) != (line.source is None):
            yield f"“{line.title}”应写明 cell，或写明 indicator 和 source。"
