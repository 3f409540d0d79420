"""Feedback: what goes back to the units under `feedback/<period>/<unit>/<submission>/`: the marked workbook, the notice, the message."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from flows.steps.feedback.cases import Case, find_cases, path_name
from flows.steps.intake import archive_of, local_now
from flows.steps.standing import open_standing
from reports.narrative.text import fill
from reports.returned.finding import Returned
from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.workspace import Workspace

_RECORD = ".zwgk.json"


@dataclass(frozen=True, slots=True)
class _Record:
    """What was said last time: the digest of it, the day on which it was first said, and the files by SHA-256."""

    said: str
    issued_on: date
    made: str
    files: dict[str, str]


def write_feedback(
    workspace: Workspace, submissions: Collection[int] | None = None, as_of: datetime | None = None
) -> list[Path]:
    """Writes the feedback of the submissions named, or of all; gives its files. A second run writes the same bytes.

    The date of a notice is the day (`as_of`) on which its findings were first said. Raises StoreBusyError.
    """
    with open_standing(workspace) as store:
        cases = find_cases(store, workspace, submissions)
    return save_feedback(workspace, cases, submissions, as_of)


def save_feedback(
    workspace: Workspace, cases: Sequence[Case], submissions: Collection[int] | None, as_of: datetime | None = None
) -> list[Path]:
    """As write_feedback, for cases found already: the database needs not be held while documents are written."""
    today = (as_of or local_now()).date()
    known = {case.folder: _standing_record(workspace, case) for case in cases}
    dated = [(case, _dated(case, known[case.folder], today, workspace)) for case in cases]
    stale = [(case, returned) for case, returned in dated if not _is_done(workspace, case, known[case.folder])]
    for (case, returned), marked in zip(stale, _marked(workspace, stale), strict=True):
        _save(workspace, case, returned, marked)
    _expire(workspace, {case.folder for case in cases}, submissions)
    return [path for case in cases for path in sorted(_folder(workspace, case).glob("[!.]*"))]


def first_said(workspace: Workspace) -> dict[int, date]:
    """By submission: the day on which its unit was first told what is wrong, from which its days for correction count."""
    records = (
        (record.parent.name, _read_record(record.parent)) for record in workspace.feedback.glob(f"*/*/*/{_RECORD}")
    )
    return {int(number): record.issued_on for number, record in records if record is not None}


def _folder(workspace: Workspace, case: Case) -> Path:
    return workspace.feedback.joinpath(*case.folder)


def _dated(case: Case, record: _Record | None, today: date, workspace: Workspace) -> Returned:
    issued_on = record.issued_on if record is not None and record.said == _said(case) else today
    try:
        calendar = WorkingCalendar.read(workspace.calendar)
        due_on = calendar.working_days_after(issued_on, case.returned.working_days)
    except CalendarError:  # that year's days off are not arranged yet: the number of days is said, no date guessed
        due_on = None
    return replace(case.returned, issued_on=issued_on, due_on=due_on)


def _marked(workspace: Workspace, cases: Sequence[tuple[Case, Returned]]) -> Iterator[tuple[str, bytes] | None]:
    """Name and content of the marked workbook of each case; None where there is none."""
    archive = archive_of(workspace)
    named = [replace(returned, returned_file=_workbook_name(workspace, case)) for case, returned in cases]
    orders = [
        (archive.path(case.sha256), case.media_type, returned)
        for (case, _), returned in zip(cases, named, strict=True)
        if case.media_type is not None
    ]
    if not cases:
        return
    from flows.steps.feedback.marking import mark_workbooks

    workbooks = mark_workbooks(orders, workers=workspace.settings.workers)
    for (case, _), returned in zip(cases, named, strict=True):
        content = None if case.media_type is None else next(workbooks)
        yield None if content is None else (str(returned.returned_file), content)


def _workbook_name(workspace: Workspace, case: Case) -> str:
    feedback, returned = workspace.catalog.feedback, case.returned
    unit = path_name(returned.unit_name or feedback.unnamed_unit)
    period = "" if returned.period is None else returned.period.label
    return f"{fill(feedback.returned_file, {'unit': unit, 'period': period})}.xlsx"


def _save(workspace: Workspace, case: Case, returned: Returned, marked: tuple[str, bytes] | None) -> None:
    """Writes the files of a case in the place of the former ones, the record last: without it they are written again."""
    from reports.returned.message import render_return_message  # here: a run with nothing new to say loads no documents
    from reports.returned.notice import write_return_notice

    folder, feedback = _folder(workspace, case), workspace.catalog.feedback
    sent = replace(returned, returned_file=None if marked is None else marked[0])
    files = {
        f"{feedback.notice_files[sent.outcome]}.docx": write_return_notice(sent, workspace.catalog),
        f"{feedback.message_file}.txt": render_return_message(sent, workspace.catalog).encode(),
        **({} if marked is None else {marked[0]: marked[1]}),
    }
    folder.mkdir(parents=True, exist_ok=True)
    former = _read_record(folder)
    for name in (_RECORD, f"{feedback.expired_file}.txt", *(former.files if former is not None else ())):
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    record = {"said": _said(case), "issued_on": str(sent.issued_on), "made": _made(workspace, case), "files": hashes}
    (folder / _RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")


def _said(case: Case) -> str:
    """What the unit is told, but for the dates."""
    return hashlib.sha256(repr(case.returned).encode()).hexdigest()


def _made(workspace: Workspace, case: Case) -> str:
    """What the files are made from."""
    calendar = workspace.calendar
    days = calendar.read_bytes() if calendar is not None and calendar.exists() else b""
    parts = (_said(case), case.sha256, workspace.catalog.fingerprint, hashlib.sha256(days).hexdigest())
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def _is_done(workspace: Workspace, case: Case, record: _Record | None) -> bool:
    if record is None or record.made != _made(workspace, case):
        return False
    paths = {_folder(workspace, case) / name: digest for name, digest in record.files.items()}
    return all(path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == d for path, d in paths.items())


def _standing_record(workspace: Workspace, case: Case) -> _Record | None:
    """What was said last, unless it has expired since: then it is said anew."""
    folder = _folder(workspace, case)
    return None if _expired_path(workspace, folder).exists() else _read_record(folder)


def _read_record(folder: Path) -> _Record | None:
    """A record that can't be read counts as none: the files are then written anew."""
    try:
        row = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        return _Record(row["said"], date.fromisoformat(row["issued_on"]), row["made"], dict(row["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _expire(workspace: Workspace, current: Collection[tuple[str, ...]], submissions: Collection[int] | None) -> None:
    """Says in a folder that what lies in it holds no longer; it may have been sent, so nothing is deleted."""
    asked = None if submissions is None else {str(submission) for submission in submissions}
    for record in workspace.feedback.glob(f"*/*/*/{_RECORD}"):
        folder = record.parent
        if folder.parts[-3:] not in current and (asked is None or folder.name in asked):
            _expired_path(workspace, folder).write_text(workspace.catalog.feedback.expired_text, encoding="utf-8")


def _expired_path(workspace: Workspace, folder: Path) -> Path:
    return folder / f"{workspace.catalog.feedback.expired_file}.txt"
