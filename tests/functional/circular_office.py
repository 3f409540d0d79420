"""An office of two quarters whose circular has something of everything that workbooks give, and ways to break a finished document."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from flows.steps.circular.check import CircularError, check_circular
from flows.steps.circular.documents import circular_documents
from flows.steps.circular.reader import CircularReader
from flows.steps.figures import FigureReader
from flows.steps.tasks.figures import TaskReader
from reports.circular.content import CircularReport
from reports.statement import QuarterReport
from reports.template.tasks import TaskAnswer
from tests.functional.task_office import Q1, Q2, TaskOffice
from warehouse.circular import circular_tables
from warehouse.store import Store
from warehouse.workspace import CONFIG, Workspace

Document = tuple[str, bytes]
SCHEME = """\
name: 季报评估方案
basis: 本级要求
total: 100
decimals: 1
not_applicable: full
not_reported: zero
not_assessable: leave_out
left_out: reduce
bands: [{name: 优秀, at_least: 90}, {name: 合格, at_least: 0}]
groups:
  - {name: 部门, kinds: [department, institution, municipal]}
  - {name: 街镇, kinds: [street, town, park]}
unranked_units: [tax]
items:
  - {code: in_time, heading: 报送, name: 按期报送, kind: met, weight: 60, terms: [{indicator: report_punctuality_rate}]}
  - {code: tasks, heading: 要点, name: 任务完成, kind: rate, weight: 40, terms: [{indicator: task_completion_rate}]}
"""


def circular_office(root: Path) -> Workspace:
    """Finance is overdue with a task, education late with its second report, most units are missing, a scheme is in use. What came of
    the first quarter came with the second's.
    """
    office = TaskOffice(root)
    with (office.workspace.root / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write('scheme = "quarterly"\n')
    (office.workspace.root / "schemes").mkdir()
    (office.workspace.root / "schemes" / "quarterly.yaml").write_text(SCHEME, encoding="utf-8")
    office.workspace = Workspace.open(office.workspace.root)
    done = TaskAnswer("已完成", "已更新", date(2025, 6, 20))
    office.put("finance", Q1, datetime(2025, 7, 3), {"一2": TaskAnswer("推进中", "核对中")})
    office.put("education", Q1, datetime(2025, 7, 3), {})
    office.put("audit", Q1, datetime(2025, 7, 3), {})
    office.put("finance", Q2, datetime(2025, 7, 3), {"一1": done, "一2": TaskAnswer("未启动")}, {})
    office.send("audit", Q2, datetime(2025, 7, 3), {})
    office.send("education", Q2, datetime(2025, 7, 15), {"一1": done})
    return office.workspace


def quarter_of(store: Store, workspace: Workspace) -> QuarterReport:
    """The statutory part of the second quarter, with its tasks."""
    quarter = FigureReader(store, workspace).quarter_report(Q2)
    return replace(quarter, tasks=TaskReader(store, workspace).quarter(Q2))


class Finished:
    """The circular of the second quarter as it was written, and what it is held against."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self.store, self.workspace = store, workspace
        self.quarter = quarter_of(store, workspace)
        drafts = circular_documents(store, workspace, self.quarter)
        self.docx, self.html, self.xlsx = ((draft.name, draft.content(workspace.catalog)) for draft in drafts)

    def faults(self, document: Document) -> str:
        """What the check says of a document."""
        with circular_tables(self.store) as tables:
            reader = CircularReader(tables, self.workspace)
            with pytest.raises(CircularError) as refused:
                check_circular(reader, reader.report(self.quarter), [document])
        return str(refused.value)

    def report(self) -> CircularReport:
        """What it is made of."""
        with circular_tables(self.store) as tables:
            return CircularReader(tables, self.workspace).report(self.quarter)


def in_docx(document: Document, old: str, new: str) -> Document:
    """The document with a text changed where it first stands."""
    name, content = document
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(changed, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            if part == "word/document.xml":
                assert old in data.decode(), old
                data = data.decode().replace(old, new, 1).encode()
            target.writestr(part, data)
    return name, changed.getvalue()


def in_html(document: Document, old: str, new: str) -> Document:
    """The page with a text changed where it first stands."""
    name, content = document
    assert old in content.decode(), old
    return name, content.decode().replace(old, new, 1).encode()
