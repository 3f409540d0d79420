"""What the tests about tasks share: one small document of five tasks, as a folder would declare it, and how its units stand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from reports.tasks.report import FigureLine, ProgressLine, TaskDocument, TaskLine, TaskReport
from reports.tasks.wording import due_words
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.keypoints import Body, KeyPoints, Role, Task, TaskIndicator
from warehouse.catalog.period import Period
from warehouse.catalog.task_requirement import Requirement

CATALOG = load_catalog()
HOSTILE = "=HYPERLINK(1)<b>\x07\u202e{body}"


def body(name: str, role: Role = "responsible") -> Body:
    return Body(name=name, role=role)


def task(task_id: str, number: int | None, *bodies: Body, **given: object) -> Task:
    plain: dict[str, object] = {
        "id": task_id,
        "number": number,
        "chapter": task_id[0],
        "section": None,
        "heading": "标题",
        "name": f"任务{number}",
        "summary": f"做好第{number}项工作。",
        "text": None,
        "bodies": bodies or (body("各部门"),),
        "due_text": None,
        "due": None,
        "recurs": None,
    }
    return Task.model_validate(plain | given)


def indicator(task_id: str, code: str, **given: object) -> TaskIndicator:
    plain: dict[str, object] = {
        "task": task_id,
        "code": code,
        "name": "活动场次",
        "operator": ">=",
        "threshold": Decimal(1),
        "unit": "count",
        "period": "quarter",
        "is_printed": True,
        "numerator": "本季度活动场次",
        "denominator": None,
    }
    return TaskIndicator.model_validate(plain | given)


TASKS = (
    task("一1", 1, name="主动公开", due_text="二季度前", due=date(2025, 6, 30)),
    task("一2", 2, body("区府办", "lead"), body("区司法局"), body("各街镇", "support"), name="主动公开"),
    task("二3", 3, name="政策解读", text="解读材料与文件同步审签、同步发布。"),
    task("二4", 4, body("各相关部门"), name="专区活动", due_text="每季度", recurs="quarter"),
    task("二5", 5, body("各部门"), body("等"), name="留言办理"),
)
INDICATORS = (
    indicator(
        "二3",
        "share",
        name="意见占比",
        threshold=Decimal("0.5"),
        unit="ratio",
        period="event",
        numerator="听取意见的中小企业数",
        denominator="听取意见的全部企业数",
    ),
    indicator("二4", "activities"),
    indicator("二4", "days", name="备案用时", operator="<=", threshold=Decimal(5), unit="working_days", period="event"),
)


def keypoints(tasks: tuple[Task, ...] = TASKS, indicators: tuple[TaskIndicator, ...] = INDICATORS) -> KeyPoints:
    return KeyPoints(
        key="yunjiang-2025",
        title="2025年云江区政务公开工作要点",
        document_number="云府办〔2025〕9号",
        issued_on=date(2025, 4, 30),
        year=2025,
        jurisdiction="云江区",
        chapters={"一": "夯实基础工作", "二": "深化政民互动"},
        tasks=tasks,
        indicators=indicators,
    )


def requirement(name: str = "意见占比") -> Requirement:
    return Requirement(">=", Decimal("0.5"), "ratio", "event", name)


def progress(task_id: str, unit: str, status: str, **given: object) -> ProgressLine:
    found = keypoints().by_id[task_id]
    plain: dict[str, object] = {
        "document": "yunjiang-2025",
        "task_id": task_id,
        "chapter": found.chapter,
        "task_name": found.name,
        "due": due_words(found, CATALOG),
        "unit_name": unit,
        "role": "responsible",
        "status": status,
    }
    return ProgressLine(**(plain | given))  # type: ignore[arg-type]


def task_lines(lines: tuple[ProgressLine, ...], **statuses: str) -> tuple[TaskLine, ...]:
    """A line a task, its units counted from theirs; `statuses` by task id are what the office says of it."""
    found = keypoints().by_id
    made = []
    for task_id, status in statuses.items():
        own = [line for line in lines if line.task_id == task_id]
        one = found[task_id]
        counted = Counter(line.status for line in own)
        disputed = sum(line.is_disputed for line in own)
        due = due_words(one, CATALOG)
        made.append(
            TaskLine("yunjiang-2025", task_id, one.chapter, one.name, due, status, len(own), dict(counted), disputed)
        )
    return tuple(made)


EDUCATION, JUSTICE, TOWN = "云江区教育局", "云江区司法局", "云江区云溪镇人民政府"
PROGRESS = (
    progress("一1", EDUCATION, "done", reported="done", done_on=date(2025, 6, 3), evidence="https://a.example/1"),
    progress("二3", EDUCATION, "done", reported="done", is_disputed=True),
    progress("二4", EDUCATION, "on_the_way", reported="under_way", progress="已办两场"),
    progress("一1", JUSTICE, "overdue", reported="under_way", progress="=1+1 起草中<b>", is_past_due=True),
    progress("一2", JUSTICE, "done", reported="done", evidence="https://a.example/dead", evidence_state="dead"),
    progress("二3", JUSTICE, "not_reported"),
    progress("一1", TOWN, "not_reported", is_past_due=True),
    progress("一2", TOWN, "not_reported"),
)
FIGURES = (
    FigureLine(
        "yunjiang-2025",
        "二3",
        "政策解读",
        EDUCATION,
        "意见占比",
        requirement(),
        "not_met",
        Decimal(1),
        Decimal(3),
        Decimal(1) / 3,
    ),
    FigureLine(
        "yunjiang-2025", "二3", "政策解读", JUSTICE, "意见占比", requirement(), "no_events", Decimal(0), Decimal(0)
    ),
)
STATUSES = {"一1": "overdue", "一2": "not_reported", "二3": "not_reported", "二4": "on_the_way", "二5": "not_reported"}


def task_report(**given: object) -> TaskReport:
    """Three units in the second quarter: one late, one silent on all of its tasks, one in dispute with its figure."""
    document = keypoints()
    head = TaskDocument(document.key, document.title, document.document_number, document.chapters, ("二5 留言办理",))
    plain: dict[str, object] = {
        "period": Period(2025, 2),
        "documents": (head,),
        "tasks": task_lines(PROGRESS, **STATUSES),
        "progress": PROGRESS,
        "figures": FIGURES,
    }
    return TaskReport(**(plain | given))  # type: ignore[arg-type]
