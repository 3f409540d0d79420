"""What the fork server of the children loads once, so that none of them has to: programs, catalogue, and what reading derives from it."""

from __future__ import annotations

import flows.reading.children
import transforms.submission
from flows.reading.fork_server import preload
from transforms.vocabulary import shapes_of

__all__ = ["flows", "transforms"]

_PARTS = ("feedback", "file_errors", "indicators", "tasks", "workbook")  # besides those of shapes_of; a test holds it

preload(shapes_of, _PARTS)
