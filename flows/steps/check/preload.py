"""What the fork server loads once for the children that read annual reports of any kind of file."""

from __future__ import annotations

import gc
from contextlib import suppress

import flows.steps.check.files
import transforms.report.reading
from flows.reading.fork_server import say_nothing_of_latecomers
from transforms.labels import lexicon_of
from warehouse.catalog.catalog import load_catalog

__all__ = ["flows", "transforms"]

_PARTS = ("report", "templates", "workbook", "file_errors")

say_nothing_of_latecomers()
with suppress(Exception):  # each child then meets it itself, and it is told as what it is
    catalog = load_catalog()
    lexicon_of(catalog)
    for part in _PARTS:
        getattr(catalog, part)
gc.freeze()  # children that look for garbage would copy the pages of all this
