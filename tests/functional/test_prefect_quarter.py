"""A whole quarter by itself: `zwgk serve` with its server, its worker and the deployments of prefect.yaml, and nobody at the keyboard.

The clock is shifted by the times that the runs are scheduled for: the worker runs what is past its time, in order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest

from flows.demo.figures import draw_district
from flows.schedule import OFFICE_ZONE
from flows.steps.remind.runs import Run, read_runs
from reports.template.workbook import TemplateOrder, write_template
from tests.functional.conftest import Served
from tests.functional.webhook import Webhook, running_webhook
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.milestones import milestones
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

pytestmark = [pytest.mark.xdist_group("prefect")]

Q3 = Period(2025, 3)
UNITS = ("yunjiang", "education", "finance", "audit")
_SECONDS = 240.0
T = TypeVar("T")


@pytest.fixture(scope="module")
def hook() -> Iterator[Webhook]:
    with running_webhook() as listening:
        yield listening


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three units; the office hears over a webhook."""
    root = tmp_path_factory.mktemp("quarter") / "office"
    workspace = Workspace.create(root)
    register = workspace.register_path.read_text("utf-8").splitlines()
    kept = [line for line in register if line.split(",")[0] in ("code", *UNITS)]
    workspace.register_path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    (root / "zwgk.toml").write_text('notify = ["OFFICE_HOOK"]\n', encoding="utf-8")
    return Workspace.open(root)


def put(office: Workspace, unit_code: str, **changes: int) -> None:
    """What a unit sends; `changes` by cell code are added to its figures."""
    figures = dict(draw_district(office.catalog, office.register, Q3, Q3).of(unit_code, Q3))
    for code, more in changes.items():
        figures[code] = (figures[code] or Decimal(0)) + more
    unit = office.register.by_code[unit_code]
    order = TemplateOrder(unit_code=unit_code, unit_name=unit.name, period=Q3, opening={}, values=figures)
    (office.inbox / f"{Q3}{unit.name}.xlsx").write_bytes(write_template(order, office.catalog))


def scheduled(served: Served, office: Workspace, hook: Webhook, *days: str) -> list[Any]:
    """Has the worker run the round of these days, each as if its schedule had named it at eight; gives their final states."""
    from prefect.client.orchestration import get_client
    from prefect.states import Scheduled

    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name("day/day-round")
        runs = [
            client.create_flow_run_from_deployment(
                deployment.id,
                parameters={"workspace": str(office.root)},
                state=Scheduled(scheduled_time=datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=OFFICE_ZONE)),
                job_variables={"env": {"OFFICE_HOOK": hook.address}},
            )
            for day in days
        ]
        return [_final(client, run.id) for run in runs]


def _final(client: Any, run_id: Any) -> Any:
    def state() -> Any:
        seen = client.read_flow_run(run_id).state
        return seen if seen is not None and seen.is_final() else None

    return soon(state)


def soon(look: Callable[[], T | None]) -> T:
    """What `look` finds as soon as it finds something: a run's hooks follow its final state."""
    ends = time.monotonic() + _SECONDS
    while time.monotonic() < ends:
        if found := look():
            return found
        time.sleep(0.5)
    raise TimeoutError(look)


def ended_run(office: Workspace) -> Run:
    """The record of the round's last run, once it says that it has ended."""

    def ended() -> Run | None:
        run = read_runs(office)["day-round"]
        return None if run.is_running else run

    return soon(ended)


def test_a_quarter_runs_from_its_templates_to_its_release_by_itself(
    served: Served, office: Workspace, hook: Webhook
) -> None:
    states = scheduled(served, office, hook, "2025-09-25", "2025-09-29")
    assert [state.name for state in states] == ["Completed", "Completed"]
    assert len(list((office.templates / "2025Q3").glob("*.xlsx"))) == 3
    reminded = text(office, "2025Q3报送提醒清单-2025-09-29")
    assert reminded.count("还有3个工作日，请按时报送。") == 3

    put(office, "education")
    put(office, "finance", **{"T4:review.total": 1})
    states = scheduled(served, office, hook, "2025-10-11", "2025-10-21")
    assert [state.name for state in states] == ["Completed", "Completed"]
    chased = text(office, "2025Q3催报清单-2025-10-11")
    assert "【催报】云江区教育局" not in chased
    assert "核对后退回，数据未计入" in chased.split("─" * 30)[0]
    assert "报表尚未收到。报送截止日为2025年10月10日（星期五）" in chased.split("─" * 30)[1]

    assert list((office.documents / "2025Q3").glob("*.docx"))
    manifest = (office.releases / "current" / "manifest.json").read_text("utf-8")
    assert '"period": "2025Q3"' in manifest
    assert hook.titles == [
        "2025年第三季度报送模板已生成",
        "2025年第三季度报送提醒：3家",
        "2025年第三季度催报：2家",
        "2025年第三季度文件已生成",
    ]
    run = ended_run(office)
    assert (run.scheduled_at, run.outcome) == (datetime(2025, 10, 21, 8), "completed")


def test_a_run_that_fails_is_told_with_its_sentence(
    served: Served, office: Workspace, hook: Webhook, tmp_path: Path
) -> None:
    broken = Workspace.create(tmp_path / "broken")
    (broken.root / "zwgk.toml").write_text('notify = ["OFFICE_HOOK"]\ncalendar = "c.csv"\n', encoding="utf-8")
    (broken.root / "c.csv").write_text("day,is_workday\n2025-13-01,true\n", encoding="utf-8")
    [state] = scheduled(served, broken, hook, "2025-09-25")
    assert state.is_failed()
    assert ended_run(broken).outcome == "failed"
    told = soon(lambda: [message for message in hook.messages if message["title"] == "计划任务失败：每日安排"])
    assert "第 2 行有误" in told[0]["message"]
    assert "计划时间：2025-09-25 08:00" in told[0]["message"]


def text(office: Workspace, stem: str) -> str:
    return (office.chasing / "2025Q3" / f"{stem}.txt").read_text("utf-8")


def test_what_breaks_on_a_day_keeps_nothing_else_of_it_from_being_done(
    served: Served, office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.orchestration import round as prefect_round

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    due = tuple(one for one in milestones(Period(2025, 1), WorkingCalendar()) if one.code in ("chase", "templates"))
    monkeypatch.setattr(prefect_round, "due_milestones", lambda *_: due)
    monkeypatch.setitem(prefect_round._ACTIONS, "templates", breaks)
    state = prefect_round.day(str(office.root), on=date(2025, 4, 11), return_state=True)
    assert state.is_failed()
    assert state.message.endswith("发放季度报送模板：程序出错，详情见运行日志，请联系维护人员。")
    assert (office.chasing / "2025Q1" / "2025Q1催报清单-2025-04-11.txt").exists()
