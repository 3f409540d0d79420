"""What one file says, for those who go on with it: to know it, nothing of what reads has to be loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.errors import FileError
from warehouse.catalog.catalog import Catalog

if TYPE_CHECKING:
    from transforms.metrics.filing_sheet import FilingCell
    from transforms.metrics.metric_sheet import MetricAnswer
    from transforms.notes import Note
    from transforms.page import Problem
    from transforms.recognise.tables import ReadCell
    from transforms.tasks.sheet import TaskAnswer, TaskFigure


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file says, or in `error` (code of file_errors.yaml, sentence) why it says nothing."""

    media_type: str | None = None
    stamp_unit: str | None = None
    stamp_period: str | None = None
    stamp_form: str | None = None
    stamp_edition: str | None = None
    stamp_template_version: str | None = None
    cover_unit: str | None = None
    cover_period: str | None = None
    cover_scope: str | None = None
    cover_is_nil: bool = False
    edition: str | None = None
    cells: list[ReadCell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tasks: list[TaskAnswer] = field(default_factory=list)
    task_figures: list[TaskFigure] = field(default_factory=list)
    metrics: list[MetricAnswer] = field(default_factory=list)
    filings: list[FilingCell] = field(default_factory=list)
    error: tuple[str, str] | None = None


def unreadable(refused: FileError, catalog: Catalog) -> FileReading:
    """The reading of a file that could not be read."""
    return FileReading(error=(refused.code, refused.sentence(catalog)))
