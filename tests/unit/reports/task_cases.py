"""What the tests about tasks share: one small document of five tasks, as a folder would declare it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.keypoints import Body, KeyPoints, Role, Task, TaskIndicator

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
