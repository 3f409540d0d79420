"""Task sheets spoilt in every way that a rule on key points knows: one unit of a small office for each, and one that is clean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from flows.demo.figures import District, draw_district
from reports.template.tasks import Counted, OwnTask, TaskAnswer
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.keypoints import Task
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

KEY, Q2, Q3 = "office-2025", Period(2025, 2), Period(2025, 3)
RECEIVED = {Q2: datetime(2025, 7, 4, 9), Q3: datetime(2025, 10, 9, 9)}
GONE = "https://www.example.gov.cn/gone.html"
_FILES = {
    "document.yaml": """\
title: 2025年云江区政务公开工作要点
document_number: 云府办〔2025〕9号
issued_on: 2025-04-30
year: 2025
jurisdiction: 云江区
chapters: {一: 主动公开, 二: 政民互动}
""",
    "tasks.csv": """\
id,number,chapter,section,heading,name,summary,text,bodies,due_text,due,recurs
一1,1,一,,主动公开,权责清单更新,更新并公开权责清单。,,responsible:区政府各部门,二季度前,2025-06-30,
一2,2,一,,主动公开,政策解读,解读与文件同步发布。,,responsible:区政府各部门,年内,2025-12-31,
二3,3,二,,政民互动,政府开放月,各街镇开展活动。,,lead:区政府办公室|responsible:各街镇,每季度,,quarter
二4,4,二,,政民互动,政民互动,专项工作。,,responsible:各相关部门,年内,2025-12-31,
""",
    "indicators.csv": """\
task,code,name,operator,threshold,unit,period,is_printed,asked,numerator,denominator
一2,share,解读同步率,>=,0.5,ratio,quarter,true,,同步发布的件数,应当解读的件数
""",
}
DONE = TaskAnswer("已完成", "已公布", date(2025, 6, 20), "https://www.example.gov.cn/1.html")
OPEN = TaskAnswer("推进中", "正在准备")


def task_workspace(root: Path) -> Workspace:
    """A workspace of the example district with the small document."""
    folder = Workspace.create(root).keypoints_folder / KEY
    folder.mkdir(parents=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Workspace.open(root)


@dataclass(frozen=True)
class TaskDelivery:
    """A department's workbook of a quarter: its two tasks done and on the way, unless `answers` says otherwise.

    `rule_id` is the rule that finds what is wrong in it, `places` the cells that it names (sheet and address).
    """

    unit: str
    rule_id: str = ""
    places: tuple[str, ...] = ()
    answers: tuple[tuple[str, TaskAnswer], ...] = (("一1", DONE), ("一2", OPEN))
    counted: Counted = (Decimal(3), Decimal(4))
    period: Period = Q2

    def content(self, workspace: Workspace, figures: Mapping[str, Decimal]) -> bytes:
        """The workbook as it is sent."""
        order = TemplateOrder(
            unit_code=self.unit,
            unit_name=workspace.register.by_code[self.unit].name,
            period=self.period,
            opening={},
            values=dict(figures),
            tasks=tuple(self._own(workspace, *answer) for answer in self.answers),
        )
        return write_template(order, workspace.catalog)

    def _own(self, workspace: Workspace, task_id: str, answer: TaskAnswer) -> OwnTask:
        [document] = workspace.keypoints
        task = document.by_id.get(task_id) or stranger(document.tasks[0], task_id)
        asked = tuple(one for one in document.indicators if one.task == task_id)
        return OwnTask(
            document=KEY,
            issued_on=document.issued_on,
            task=task,
            role="responsible",
            indicators=asked,
            answer=answer,
            figures={one.code: self.counted for one in asked},
        )


def stranger(task: Task, task_id: str) -> Task:
    """A task that nobody set."""
    return task.model_copy(update={"id": task_id})


def task_deliveries() -> Iterator[TaskDelivery]:
    """The clean one, and one broken in each way."""
    yield TaskDelivery("finance")
    yield _answers("education", "TASK-STATUS", "工作任务!G5", replace(DONE, status="基本完成"))
    yield _answers("science", "TASK-DATE", "工作任务!I5", replace(DONE, done_on=None))
    yield _answers("civil_affairs", "TASK-DATE", "工作任务!I5", replace(DONE, done_on=date(2025, 8, 1)))
    yield _answers("justice", "TASK-EVIDENCE", "工作任务!J5", replace(DONE, evidence="见附件"))
    yield _answers("audit", "TASK-LINK", "工作任务!J5", replace(DONE, evidence=GONE))
    yield _answers("transport", "TASK-MISSING", "工作任务!G5", TaskAnswer())
    whole = TaskDelivery("finance").answers
    strange = (*whole, ("九9", OPEN), ("二3", OPEN))
    yield TaskDelivery("agriculture", "TASK-UNKNOWN", ("工作任务!G7", "工作任务!G8"), strange)
    yield TaskDelivery("water", "TASK-SHEET", ("工作任务!G7",), (*whole, ("一1", OPEN)))
    yield TaskDelivery("health", "TASK-FIGURE", ("任务指标!G5",), counted=(Decimal(5), Decimal(4)))
    disputed = (("一1", DONE), ("一2", DONE))
    yield TaskDelivery("emergency", "TASK-DISPUTED", ("工作任务!G6",), disputed, (Decimal(1), Decimal(4)))
    yield TaskDelivery("statistics")
    yield replace(_answers("statistics", "TASK-REVERSED", "工作任务!G5", OPEN), period=Q3)


def _answers(unit: str, rule_id: str, place: str, answer: TaskAnswer) -> TaskDelivery:
    return TaskDelivery(unit, rule_id, (place,), (("一1", answer), ("一2", OPEN)))


@dataclass
class Sender:
    """Puts workbooks into an office's inbox, with clean statutory figures."""

    workspace: Workspace
    figures: District = field(init=False)

    def __post_init__(self) -> None:
        self.figures = draw_district(self.workspace.catalog, self.workspace.register, Q2, Q3)

    def put(self, sent: TaskDelivery, name: str = "") -> str:
        """The name of the file that lies in the inbox now."""
        unit = self.workspace.register.by_code[sent.unit]
        file_name = f"{sent.period}{unit.name}{name}.xlsx"
        content = sent.content(self.workspace, self.figures.of(sent.unit, sent.period))
        (self.workspace.inbox / file_name).write_bytes(content)
        return file_name
