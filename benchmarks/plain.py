"""What the pipeline is measured against: the bare read, and the script that one writes first. Neither looks at what it reads.

python -m benchmarks.plain bare FOLDER DATABASE
python -m benchmarks.plain script FOLDER DATABASE
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from benchmarks.measure import measured, print_measured

TABLE_SHEET = "表"  # the sheets of the statutory tables begin with it: see warehouse/catalog/data/workbook.yaml
COLUMNS = ["file_name", "sheet", "row", "column", "value"]
Row = tuple[str, str, int, int, float]
Lines = Iterable[Sequence[object]]


def read_bare(folder: Path, database: Path) -> int:
    """(a) calamine's bare read of every sheet, a polars frame of the statutory cells, one insert into DuckDB."""
    import polars as pl
    from python_calamine import CalamineWorkbook

    def sheets(file: Path) -> Iterator[tuple[str, Lines]]:
        book = CalamineWorkbook.from_path(str(file))
        return ((name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names)

    rows = [row for file in sorted(folder.glob("*.xlsx")) for row in _figures(file.name, sheets(file))]
    frame = pl.DataFrame(rows, schema=COLUMNS, orient="row").to_arrow()
    return _insert(database, frame)


def read_by_script(folder: Path, database: Path) -> int:
    """(b) openpyxl and pandas, file by file, a frame each, put together and inserted."""
    import openpyxl
    import pandas as pd

    def sheets(file: Path) -> Iterator[tuple[str, Lines]]:
        book = openpyxl.load_workbook(file, data_only=True)
        return ((sheet.title, sheet.iter_rows(values_only=True)) for sheet in book.worksheets)

    frames = [
        pd.DataFrame(_figures(file.name, sheets(file)), columns=COLUMNS) for file in sorted(folder.glob("*.xlsx"))
    ]
    return _insert(database, pd.concat(frames, ignore_index=True))


def _figures(name: str, sheets: Iterable[tuple[str, Lines]]) -> Iterator[Row]:
    """The numbers on the sheets of the statutory tables: each cell is filled in, so these are the statutory cells."""
    for sheet, lines in sheets:
        if sheet.startswith(TABLE_SHEET):
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, int | float):
                        yield name, sheet, row, column, float(value)


def _insert(database: Path, frame: object) -> int:
    with duckdb.connect(database) as connection:
        connection.register("frame", frame)
        connection.execute("CREATE TABLE cell AS SELECT * FROM frame")
        counted = connection.execute("SELECT count(*) FROM cell").fetchone()
    return int(counted[0]) if counted else 0


WAYS: dict[str, Callable[[Path, Path], int]] = {"bare": read_bare, "script": read_by_script}

if __name__ == "__main__":
    way, folder, database = sys.argv[1:]
    print_measured(measured(lambda: WAYS[way](Path(folder), Path(database))))
