"""任务分解表 out: for the district, and for each unit its own tasks, as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from flows.steps.drafts import Draft, Shelf, save_drafts
from flows.steps.intake import local_now
from flows.steps.standing import open_standing
from flows.steps.tasks.holding import assignments_of, held_on
from reports.tasks.breakdown import Breakdown, write_breakdown_docx, write_breakdown_workbook
from warehouse.catalog.keypoints import KeyPoints, Role
from warehouse.catalog.period import Period
from warehouse.store import Store
from warehouse.workspace import Workspace, WorkspaceError

FOLDER = "任务分解表"
_UNITS = "各单位"


def write_breakdowns(workspace: Workspace, key: str | None = None, units: Sequence[str] = ()) -> list[Path]:
    """Writes `documents/breakdown/<key>/` for every document or the one named: the district's and each unit's, or those named.

    Raises WorkspaceError for a document that the workspace does not have, or a unit that has no task in it.
    """
    written, shelf = [], Shelf.of(workspace.releases)
    with open_standing(workspace) as store:
        for document in _documents(workspace, key):
            folder = workspace.documents / "breakdown" / document.key
            whole, own = _breakdowns(store, workspace, document, day_within(document, local_now().date()))
            chosen = [own[code] for code in _named(workspace, document, own, units)]
            drafts = _drafts(chosen if units else [whole, *chosen])
            written += save_drafts(folder, drafts, workspace.catalog, shelf).paths
    return written


def breakdown_documents(store: Store, workspace: Workspace, period: Period) -> Iterator[Draft]:
    """The breakdowns of a quarter's documents, as of its end."""
    for document in workspace.keypoints_of(period.year):
        if document.issued_on <= period.end:
            whole, own = _breakdowns(store, workspace, document, period.end)
            yield from (replace(draft, name=f"{FOLDER}/{draft.name}") for draft in _drafts([whole, *own.values()]))


def day_within(document: KeyPoints, day: date) -> date:
    """The day, or the nearest on which the document's tasks are to be done: from its issue to the end of its year."""
    return min(max(day, document.issued_on), Period(document.year).end)


def _documents(workspace: Workspace, key: str | None) -> Sequence[KeyPoints]:
    if not workspace.keypoints:
        raise WorkspaceError(
            f"工作区还没有工作要点（{workspace.keypoints_folder} 是空的）。请用 zwgk workpoints 读入本年文件，或用 zwgk init --profile 新建。"
        )
    found = [document for document in workspace.keypoints if key in (None, document.key)]
    if not found:
        known = "、".join(document.key for document in workspace.keypoints)
        raise WorkspaceError(f"工作区没有代码为“{key}”的工作要点，现有：{known}。")
    return found


def _named(
    workspace: Workspace, document: KeyPoints, own: Mapping[str, Breakdown], units: Sequence[str]
) -> Iterable[str]:
    named = workspace.units_named(units)
    idle = [unit.name for unit in named if unit.code not in own]
    if idle:
        raise WorkspaceError(f"《{document.title}》没有这些单位的任务：{'、'.join(idle)}。")
    return [unit.code for unit in named] or own


def _breakdowns(
    store: Store, workspace: Workspace, document: KeyPoints, day: date
) -> tuple[Breakdown, dict[str, Breakdown]]:
    """The district's, and by unit its own, in the order of the register."""
    names = {unit.code: unit.name for unit in workspace.register.units}
    assigned: dict[str, dict[str, tuple[str, ...]]] = {}
    for (task, body), codes in assignments_of(store, document, day).items():
        assigned.setdefault(task, {})[body] = tuple(names[code] for code in codes)
    roles: dict[str, dict[str, Role]] = {}
    for held in held_on(store, workspace, [document], day):
        roles.setdefault(held.unit.unit_code, {})[held.task.id] = held.unit.role
    own = {code: Breakdown(document, names[code], roles[code], assigned) for code in names if code in roles}
    return Breakdown(document, assigned=assigned), own


def _drafts(breakdowns: Iterable[Breakdown]) -> Iterator[Draft]:
    for breakdown in breakdowns:
        title = f"{breakdown.keypoints.title}{FOLDER}"
        unit = breakdown.unit_name
        name = title if unit is None else f"{_UNITS}/{unit.replace('/', '-')}{title}"
        yield Draft(f"{name}.docx", write_breakdown_docx, breakdown)
        yield Draft(f"{name}.xlsx", write_breakdown_workbook, breakdown)
