"""What the fork server of the children loads once, so that none of them has to: programs, catalogue, and what reading derives from it."""

from __future__ import annotations

import gc
from contextlib import suppress

import flows.reading.children
import transforms.submission
from flows.reading.fork_server import say_nothing_of_latecomers
from transforms.vocabulary import shapes_of
from warehouse.catalog.catalog import load_catalog

__all__ = ["flows", "transforms"]

_PARTS = ("feedback", "file_errors", "indicators", "tasks", "workbook")  # besides those of shapes_of; a test holds it

say_nothing_of_latecomers()
with suppress(Exception):  # each child then meets it itself, and it is told as what it is
    catalog = load_catalog()
    shapes_of(catalog)
    for part in _PARTS:
        getattr(catalog, part)
gc.freeze()  # children that look for garbage would copy the pages of all this
