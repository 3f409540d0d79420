"""Marking workbooks in bounded children: what a unit sent is opened and edited as XML, and the worst file costs its own child only."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from flows.reading.children import child_pool
from reports.returned.converted import PlainSheet, write_converted_workbook
from reports.returned.finding import Returned
from reports.returned.workbook import write_returned_workbook
from transforms.files.gate import XLS
from transforms.grid import Grid
from transforms.workbook.reading import read_workbook
from warehouse.catalog.catalog import Catalog, load_catalog

_SECONDS_A_FILE = 60.0
_LOG = logging.getLogger(__name__)
Order = tuple[Path, str, Returned]


def mark_workbooks(
    orders: Sequence[Order], *, workers: int, seconds: float = _SECONDS_A_FILE
) -> Iterator[bytes | None]:
    """The marked workbooks of (path, media type, what to say), in their order; None for one that can't be marked.

    The unit loses nothing by that: the message names every place, and the log says why.
    """
    if not orders:
        return
    with child_pool(min(workers, len(orders))) as pool:
        futures = [pool.schedule(mark_workbook, args=list(order), timeout=seconds) for order in orders]
        for order, future in zip(orders, futures, strict=True):
            try:
                yield future.result()
            except Exception:  # of a child that died or gave up, or of a file that only looks like a workbook
                _LOG.exception("marking %s failed", order[0])
                yield None


def mark_workbook(path: Path, media_type: str, returned: Returned) -> bytes:
    """One workbook of the archive, marked; an old .xls or .et is converted first."""
    content, catalog = path.read_bytes(), load_catalog()
    if media_type == XLS:
        return write_returned_workbook(_converted(content, catalog), replace(returned, is_converted=True), catalog)
    return write_returned_workbook(content, returned, catalog)


def _converted(content: bytes, catalog: Catalog) -> bytes:
    return write_converted_workbook([_plain(grid) for grid in read_workbook(content).sheets], catalog)


def _plain(grid: Grid) -> PlainSheet:
    return PlainSheet(
        name=grid.name,
        rows=grid.rows,
        spans=grid.spans,
        instead={place: flaw.text for place, flaw in grid.flaws.items()},
        is_visible=grid.is_visible,
    )
