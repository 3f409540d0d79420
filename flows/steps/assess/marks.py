"""The sheet in which the office marks manual items: laid out for a quarter, and put where the scores read it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from flows.steps.assess.scores import scheme_in_use, with_scheme
from warehouse.catalog.assessment import plain
from warehouse.catalog.period import Period
from warehouse.catalog.schemes import MARK_COLUMNS, MARKS
from warehouse.workspace import Workspace, WorkspaceError


def lay_out_marks(workspace: Workspace, period: Period, scheme: str | None = None) -> tuple[Path, int]:
    """Adds rows for the manual items of each unit scored to `schemes/marks.csv` and gives the file and how many are new; what stands
    there is kept to the byte. Raises WorkspaceError where the scheme has no manual item.
    """
    tried = with_scheme(workspace, scheme)
    used = scheme_in_use(tried)
    if not used.manual_items:
        raise WorkspaceError(f"评估方案“{used.code}”没有由主管部门评分的项目。")
    path = tried.schemes / MARKS
    head, held = _held(path)
    rows = [
        (str(period), unit.name, item.code, item.name, plain(item.weight), "", "", "")
        for unit in tried.register.reporting(period)
        if used.group_of(unit.kind) is not None and unit.code not in used.excluded_units
        for item in used.manual_items
    ]
    new = [row for row in rows if row[:3] not in held]
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(new)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head + written.getvalue().encode(_encoding(head)))
    return path, len(new)


def _held(path: Path) -> tuple[bytes, set[tuple[str, ...]]]:
    """The file as it is, ending with a line, and the period, unit and item of its rows; a new one has a mark that spreadsheets need."""
    if not path.is_file():
        return ("\ufeff" + ",".join(MARK_COLUMNS) + "\r\n").encode(), set()
    content = path.read_bytes()
    rows = csv.reader(content.decode(_encoding(content)).lstrip("\ufeff").splitlines())
    return content if content.endswith(b"\n") else content + b"\r\n", {
        tuple(cell.strip() for cell in row[:3]) for row in rows
    }


def _encoding(content: bytes) -> str:
    """UTF-8, or GB18030 where a spreadsheet saved it so."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
