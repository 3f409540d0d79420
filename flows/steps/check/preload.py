"""What the fork server loads once for the children that read annual reports of any kind of file."""

from __future__ import annotations

import flows.steps.check.files
import transforms.report.reading
from flows.reading.fork_server import preload
from transforms.labels import lexicon_of

__all__ = ["flows", "transforms"]

_PARTS = ("report", "templates", "workbook", "file_errors")

preload(lexicon_of, _PARTS)
