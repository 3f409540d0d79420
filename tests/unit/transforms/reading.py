"""What a file comes to, in the form in which tests compare it."""

from __future__ import annotations

from decimal import Decimal

from transforms.submission import FileReading, read_submission
from warehouse.catalog.catalog import Catalog, load_catalog

CATALOG: Catalog = load_catalog()
NEWEST = CATALOG.edition("2021")
OLDER = CATALOG.edition("2019")


def reading(content: bytes) -> FileReading:
    return read_submission(content, CATALOG)


def values(read: FileReading) -> dict[str, Decimal | None]:
    return {cell[0]: cell[2] for cell in read.cells}


def states(read: FileReading) -> dict[str, str]:
    return {cell[0]: cell[1] for cell in read.cells}


def places(read: FileReading) -> dict[str, tuple[str, str]]:
    return {cell[0]: (cell[4], cell[5]) for cell in read.cells}


def noticed(read: FileReading) -> list[tuple[str, str | None]]:
    return [(problem.rule_id, problem.address) for problem in read.problems]
