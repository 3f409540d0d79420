"""The files that `zwgk check` is given, read in bounded children; a folder stands for the reports in it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.reading.files import read_files
from transforms.errors import FileError
from transforms.file_reading import FileReading
from transforms.report.report_reading import ReportReading, unreadable_report
from warehouse.catalog.catalog import Catalog, load_catalog

_PASSED_OVER = (".", "~$")
_SAVED_PARTS = ("_files", ".files", ".fld")
_CANNOT_OPEN = "F08"


@dataclass(frozen=True, slots=True)
class GivenReport:
    """A path as it was given, or found in a folder that was given, and what the file there says."""

    path: str
    reading: ReportReading


def read_given(paths: Sequence[Path]) -> list[GivenReport]:
    """Reads every file, those in folders too, each once and in order. Nothing is raised for a file that cannot be read."""
    catalog = load_catalog()
    files = list(dict.fromkeys(_files(paths, catalog)))
    workers = max(1, min(multiprocessing.cpu_count(), len(files)))
    names = [(os.fsencode(path).decode(errors="replace"), path) for path in files]
    read = read_files(names, workers=workers, read=read_report_path)
    return [GivenReport(path, _as_report(reading)) for path, reading in read]


def read_report_path(path: Path) -> ReportReading:
    """Reads one report, in the child; what the system refuses to open is an unreadable file like any other."""
    from transforms.report.reading import read_report  # here: who starts children loads nothing of what reads

    catalog = load_catalog()
    reason = _why_not(path)
    if reason is None:
        try:
            return read_report(path.read_bytes(), path.name, catalog)
        except OSError as refused:
            reason = refused.strerror or type(refused).__name__
    return unreadable_report(FileError(_CANNOT_OPEN, reason), catalog)


def _why_not(path: Path) -> str | None:
    try:
        if not path.exists():
            return "没有这个文件"
        return None if path.is_file() else "不是普通文件"
    except OSError as refused:
        return refused.strerror or type(refused).__name__


def _as_report(reading: FileReading) -> ReportReading:
    """A child that died or took too long leaves a plain reading that says so."""
    return reading if isinstance(reading, ReportReading) else ReportReading(error=reading.error)


def _files(paths: Iterable[Path], catalog: Catalog) -> Iterator[Path]:
    walked: set[tuple[int, int]] = set()
    for path in paths:
        if path.is_dir():
            yield from _walked(path, catalog, walked)
        else:
            yield path


def _walked(folder: Path, catalog: Catalog, walked: set[tuple[int, int]]) -> Iterator[Path]:
    """Reports in a folder and below, without what a browser or Word saved beside a page. A folder that a link leads back to was seen."""
    state = folder.stat()
    if (state.st_dev, state.st_ino) in walked:
        return
    walked.add((state.st_dev, state.st_ino))
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_PASSED_OVER):
            continue
        if path.is_dir():
            if not path.name.endswith(_SAVED_PARTS):
                yield from _walked(path, catalog, walked)
        elif path.suffix.lower() in catalog.report.walked:
            yield path
