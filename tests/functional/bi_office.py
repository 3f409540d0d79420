"""A small office whose two releases hold what BI asks for: a quarter and the one of the year before, tasks, measures, a correction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from flows.demo.figures import Figures, draw_district
from flows.steps.collect import collect
from flows.steps.publish import publish
from reports.template.metrics import FilingValue, OwnMetrics, asked_measures
from reports.template.tasks import OwnTask, TaskAnswer
from reports.template.workbook import TemplateOrder, write_template
from tests.functional.task_office import KEY, TaskOffice
from tests.spec.seeded.deliveries import edited
from warehouse.catalog.period import Period
from warehouse.workspace import CONFIG, Workspace

BEFORE, NOW = Period(2024, 3), Period(2025, 3)
RECEIVED, CORRECTED = datetime(2025, 10, 9), datetime(2025, 11, 6)
LICENCES, NEW = "T2:licence.decisions", "T3:new.total"
FIRST = ("finance", "commerce", "investment_promotion", "yunxi_town")  # the second of them takes over the third in 2025
_DOCUMENT: Mapping[str, FilingValue] = {
    "title": "关于扶持企业的若干意见",
    "is_normative": "是",
    "openness": "主动公开",
    "published_on": date(2025, 8, 12),
    "interpreted_on": date(2025, 8, 12),
    "ways_count": Decimal(2),
    "has_service": "否",
}


@dataclass(frozen=True)
class Sent:
    """What a unit sends of this year's quarter: answers to its tasks, measures, documents."""

    unit: str
    answers: Mapping[str, TaskAnswer] = field(default_factory=dict)
    measures: Mapping[str, int] = field(default_factory=dict)
    filings: tuple[Mapping[str, FilingValue], ...] = ()


FINANCE = Sent(
    "finance",
    {"一1": TaskAnswer("推进中", "正在核对"), "一2": TaskAnswer("已完成", "已公开", date(2025, 3, 20))},
    {"official_documents": 5, "official_documents_open": 4, "official_documents_filed": 5, "policy_documents": 1},
    (_DOCUMENT,),
)
EDUCATION = Sent(
    "education",
    {"一1": TaskAnswer("已完成", "已更新", date(2025, 6, 20))},
    {"official_documents": 0, "official_documents_open": 0, "official_documents_filed": 0, "policy_documents": 0},
)
COMMERCE, AUDIT, YUNXI = Sent("commerce"), Sent("audit"), Sent("yunxi_town")


class BiOffice:
    """The workspace, the figures that its units have sent, and the folders of its releases."""

    def __init__(self, root: Path) -> None:
        TaskOffice(root)
        with (root / CONFIG).open("a", encoding="utf-8") as settings:
            settings.write('metrics_since = "2025Q1"\nscheme = "example-shanghai"\n')
        self.workspace = Workspace.open(root)
        self._drawn = draw_district(self.workspace.catalog, self.workspace.register, BEFORE, NOW)
        self.releases: list[Path] = []

    def figures(self, unit: str, period: Period = NOW) -> Figures:
        """What the unit sends of a quarter, before any correction."""
        return self._drawn.of(unit, period)

    def send(self, sent: Sent, period: Period = NOW, name: str = "", **changes: int) -> Path:
        """Puts the unit's workbook into the inbox; `changes` by cell code are added to its figures."""
        unit = self.workspace.register.by_code[sent.unit]
        values = dict(self.figures(sent.unit, period))
        for code, more in changes.items():
            values[code] += more
        tasks = tuple(self._task(task_id, answer) for task_id, answer in sent.answers.items())
        asked = asked_measures(self.workspace.catalog, unit.kind, NOW.quarter or 0)
        told = {code: Decimal(number) for code, number in sent.measures.items()}
        metrics = OwnMetrics(asked, told, sent.filings) if period is NOW else None
        order = TemplateOrder(unit.code, unit.name, period, {}, values, tasks=tasks, metrics=metrics)
        path = self.workspace.inbox / f"{period}{unit.name}{name}.xlsx"
        path.write_bytes(write_template(order, self.workspace.catalog))
        return path

    def publish(self, day: datetime) -> None:
        """Makes a release of this year's quarter."""
        made = publish(self.workspace, NOW, as_of=day)
        assert made.is_new, made
        assert made.path is not None, made
        self.releases.append(made.path)

    def _task(self, task_id: str, answer: TaskAnswer) -> OwnTask:
        [document] = self.workspace.keypoints
        task = document.by_id[task_id]
        return OwnTask(
            document=KEY,
            issued_on=document.issued_on,
            task=task,
            role=task.bodies[0].role,
            indicators=(),
            answer=answer,
        )


def bi_office(root: Path) -> BiOffice:
    """Four units send the year before, four this year, one of them broken; then finance corrects and a town comes late."""
    office = BiOffice(root)
    for code in FIRST:
        office.send(Sent(code), BEFORE)
    for sent in (FINANCE, EDUCATION):
        office.send(sent)
    office.send(AUDIT, **{"T4:review.total": 1})
    commerce = office.send(COMMERCE)
    commerce.write_bytes(edited(_blank_licences, commerce.read_bytes()))
    collect(office.workspace, as_of=RECEIVED)
    office.publish(datetime(2025, 10, 22))
    office.send(FINANCE, name="更正", **{LICENCES: 5})
    office.send(YUNXI)
    collect(office.workspace, as_of=CORRECTED)
    office.publish(datetime(2025, 11, 7))
    return office


def _blank_licences(book: Workbook) -> None:
    """What a unit does that has no figure yet: it clears the cell."""
    book["表二 主动公开"]["B9"].value = None
