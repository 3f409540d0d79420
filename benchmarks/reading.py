"""Reading one workbook to rows against calamine's bare read of the same bytes, and files a second through the children.

python -m benchmarks.reading [--files 400]
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import xlwt  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook

from flows.reading.files import read_files
from reports.template.workbook import TemplateOrder, write_template
from transforms.files.gate import admit
from transforms.submission import read_submission
from transforms.workbook.reading import read_workbook
from warehouse.catalog.catalog import Catalog, load_catalog
from warehouse.catalog.period import Period

ROUNDS, WORKBOOKS = 25, 40
Work = Callable[[bytes], object]


def filled_templates(catalog: Catalog) -> list[bytes]:
    """One quarter of several units: cover, three tables with formulas and checks, notes and stamp."""
    cells = catalog.edition(catalog.form("quarter").edition).cells
    drawn = Random(2025)
    return [
        write_template(
            TemplateOrder(
                *("education", "云江区教育局", Period(2025, 1), {}),
                values={cell.code: Decimal(drawn.choice((0, 0, 1, 2, 15, 260))) for cell in cells},
                filled_by="张三",
            ),
            catalog,
        )
        for _ in range(WORKBOOKS)
    ]


def as_old_workbook(content: bytes) -> bytes:
    """The same values in an .xls."""
    book, saved = xlwt.Workbook(), io.BytesIO()
    for grid in read_workbook(content).sheets:
        page = book.add_sheet(grid.name)
        for row, line in enumerate(grid.rows):
            for column, value in enumerate(line):
                if value != "":
                    page.write(row, column, value)
    book.save(saved)
    return saved.getvalue()


def read_bare(content: bytes) -> int:
    """What any program has to do: all sheets to lists."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return len(
        [book.get_sheet_by_index(index).to_python(skip_empty_area=False) for index in range(len(book.sheet_names))]
    )


def milliseconds(work: Work, files: Sequence[bytes]) -> float:
    """Processor time a file, one after the other: other work on the machine does not count."""
    start = time.process_time()
    for content in files:
        work(content)
    return (time.process_time() - start) / len(files) * 1e3


def by_turns(bare: Work, full: Work, files: Sequence[bytes]) -> float:
    """Full ÷ bare where each file is read first the one way and then the other, so that both find the caches as they are."""
    took = [(milliseconds(bare, [content]), milliseconds(full, [content])) for content in files]
    return sum(full for _, full in took) / sum(bare for bare, _ in took)


def compare(name: str, files: Sequence[bytes], catalog: Catalog) -> None:
    """Rounds over all files; the medians."""

    def read_rows(content: bytes) -> object:
        return read_submission(content, catalog)

    steps: dict[str, Work] = {"bare": read_bare, "gate": admit, "sheets": read_workbook, "rows": read_rows}
    rounds = [{step: milliseconds(work, files) for step, work in steps.items()} for _ in range(ROUNDS)]
    turns = median(by_turns(read_bare, read_rows, files) for _ in range(ROUNDS))
    took = "  ".join(f"{step} {median(one[step] for one in rounds):.2f}" for step in steps)
    ratio = median(one["rows"] / one["bare"] for one in rounds)
    print(f"{name:<20} ms a file: {took}   rows ÷ bare: {turns:.2f} by turns, {ratio:.2f} each by itself")


def through_children(content: bytes, count: int) -> None:
    """Files a second through two children, and how long the first one takes to come."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "workbook"
        path.write_bytes(content)
        start = time.perf_counter()
        arrived = [time.perf_counter() - start for _ in read_files([(str(number), path) for number in range(count)])]
        rate = (count - 1) / (arrived[-1] - arrived[0])
        print(f"two children             first file after {arrived[0]:.2f} s, then {rate:,.0f} files a second")


def main() -> None:
    """Prints what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=400)
    count = parser.parse_args().files
    catalog = load_catalog()
    files = filled_templates(catalog)
    compare("template .xlsx", files, catalog)
    compare("the same as .xls", [as_old_workbook(content) for content in files], catalog)
    through_children(files[0], count)


if __name__ == "__main__":
    main()
