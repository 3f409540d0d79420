"""Reads what was landed and stages it, portion by portion: memory does not grow with the number of files, and a run that is killed
has to read again only what it had not staged.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from flows.reading.files import read_files
from flows.steps.intake import archive_of
from transforms.staging import stage_readings
from warehouse.store import Store
from warehouse.workspace import Workspace

if TYPE_CHECKING:
    from transforms.file_reading import FileReading

_PORTION = 600  # files: nearly as many cells as DuckDB keeps together


def stage_new(store: Store, workspace: Workspace) -> int:
    """Reads the files that no run has staged, to the `stg_*` tables; gives their number. Raises ReaderError, OSError."""
    archive, settings = archive_of(workspace), workspace.settings
    unread = store.rows(
        "SELECT DISTINCT sha256 FROM raw_receipt WHERE sha256 NOT IN (SELECT sha256 FROM stg_file) ORDER BY sha256"
    )
    files = [(row["sha256"], archive.path(row["sha256"])) for row in unread]
    readings = read_files(files, workers=settings.workers, cluster=settings.dask_scheduler)
    while portion := list(islice(readings, _PORTION)):
        _stage(store, portion)
    return len(files)


def _stage(store: Store, readings: list[tuple[str, FileReading]]) -> None:
    """One portion, in one transaction."""
    staged = stage_readings(readings)
    with store.transaction():
        for table, frame in (
            ("stg_cell", staged.cells),
            ("stg_problem", staged.problems),
            ("stg_note", staged.notes),
            ("stg_task", staged.tasks),
            ("stg_task_figure", staged.task_figures),
            ("stg_metric", staged.metrics),
            ("stg_filing", staged.filings),
            ("stg_file", staged.files),
        ):
            if not frame.is_empty():
                store.insert(table, frame)
