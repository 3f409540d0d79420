"""What one annual report says, for those who go on with it: to know it, nothing of what reads has to be loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.errors import FileError
from transforms.file_reading import FileReading
from warehouse.catalog.catalog import Catalog

if TYPE_CHECKING:
    from transforms.recognise.tables import ReadCell
    from transforms.report.text import Paragraph


@dataclass(frozen=True, slots=True)
class ReportReading(FileReading):
    """What a report says. `foreign` are cells that only another edition than the report's has, each with that edition."""

    unit: str | None = None
    year: int | None = None
    scope: str | None = None
    foreign: list[tuple[str, ReadCell]] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


def unreadable_report(refused: FileError, catalog: Catalog) -> ReportReading:
    """The reading of a report that could not be read."""
    return ReportReading(error=(refused.code, refused.sentence(catalog)))
