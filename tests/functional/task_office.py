"""An office with one small key-point document, whose units answer for their tasks in their workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from flows.demo.figures import District, draw_district
from flows.steps.collect import CollectSummary, collect
from reports.template.tasks import Counted, OwnTask, TaskAnswer
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.workspace import CONFIG, Workspace

KEY = "yunjiang-2025"
Q1, Q2 = Period(2025, 1), Period(2025, 2)
_DOCUMENT = """\
title: 2025年云江区政务公开工作要点
document_number: 云府办〔2025〕3号
issued_on: 2025-01-20
year: 2025
jurisdiction: 云江区
chapters: {一: 主动公开, 二: 政民互动}
"""
_TASKS = """\
id,number,chapter,section,heading,name,summary,text,bodies,due_text,due,recurs
一1,1,一,,主动公开,权责清单更新,更新并公开权责清单。,,responsible:区教育局|responsible:区财政局,二季度前,2025-06-30,
一2,2,一,,主动公开,预决算公开,公开部门预决算。,,responsible:区财政局,一季度内,2025-03-31,
二3,3,二,,政民互动,听取企业意见,制定惠企政策时听取中小企业意见。,,lead:区财政局,年内,2025-12-31,
"""
_INDICATORS = """\
task,code,name,operator,threshold,unit,period,is_printed,asked,numerator,denominator
二3,sme_share,中小企业意见占比,>=,0.5,ratio,event,true,,听取意见的中小企业数,听取意见的全部企业数
"""


class TaskOffice:
    """The workspace, and a way to send a unit's workbook."""

    def __init__(self, root: Path, *, link_hosts: tuple[str, ...] = ()) -> None:
        created = Workspace.create(root)
        folder = created.keypoints_folder / KEY
        folder.mkdir(parents=True)
        for name, text in (("document.yaml", _DOCUMENT), ("tasks.csv", _TASKS), ("indicators.csv", _INDICATORS)):
            (folder / name).write_text(text, encoding="utf-8")
        with (root / CONFIG).open("a", encoding="utf-8") as settings:
            settings.write(f"link_hosts = {list(link_hosts)}\n".replace("'", '"'))
        self.workspace = Workspace.open(root)
        self.figures: District = draw_district(self.workspace.catalog, self.workspace.register, Q1, Q2)

    def send(
        self,
        unit_code: str,
        period: Period,
        day: datetime,
        answers: Mapping[str, TaskAnswer],
        counted: Mapping[str, Counted] | None = None,
    ) -> CollectSummary:
        """Puts a unit's workbook into the inbox and collects."""
        self.put(unit_code, period, day, answers, counted)
        return collect(self.workspace, as_of=day)

    def put(
        self,
        unit_code: str,
        period: Period,
        day: datetime,
        answers: Mapping[str, TaskAnswer],
        counted: Mapping[str, Counted] | None = None,
    ) -> None:
        """Puts a unit's workbook with these answers into the inbox. `counted` are the figures of task 二3."""
        unit = self.workspace.register.by_code[unit_code]
        order = TemplateOrder(
            unit_code=unit_code,
            unit_name=unit.name,
            period=period,
            opening={},
            values=dict(self.figures.of(unit_code, period)),
            tasks=tuple(self._own(task_id, answer, counted or {}) for task_id, answer in answers.items()),
        )
        path = self.workspace.inbox / f"{period}{unit.name}-{day:%m%d}.xlsx"
        path.write_bytes(write_template(order, self.workspace.catalog))

    def _own(self, task_id: str, answer: TaskAnswer, counted: Mapping[str, Counted]) -> OwnTask:
        [document] = self.workspace.keypoints
        indicators = tuple(one for one in document.indicators if one.task == task_id)
        return OwnTask(
            document=KEY,
            issued_on=document.issued_on,
            task=document.by_id[task_id],
            role=document.by_id[task_id].bodies[0].role,
            indicators=indicators,
            answer=answer,
            figures={one.code: counted[one.code] for one in indicators if one.code in counted},
        )
