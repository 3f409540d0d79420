"""Who holds a task when: each change of register or assignments asks again, and a unit has one span in its strongest role."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.unit.expectations.batch import unit
from tests.unit.expectations.task_batch import a_task
from warehouse.catalog.bodies import units_of_task
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.keypoints import Body, KeyPoints, Task
from warehouse.catalog.units import Register
from warehouse.keypoint_tables import KEYPOINT_SCHEMAS, keypoint_frames
from warehouse.task_holders import Held, Holder, holders

WORDS = load_catalog().task_narrative.requirement
ISSUED, DECEMBER = date(2025, 4, 30), date(2025, 12, 31)
DISTRICT = unit("district").model_copy(update={"kind": "district", "parent": None})


def document(task: Task) -> KeyPoints:
    words = {"key": "doc", "title": "要点", "document_number": "某府办〔2025〕9号", "jurisdiction": "某区"}
    return KeyPoints(**words, issued_on=ISSUED, year=2025, chapters={"一": "公开"}, tasks=(task,), indicators=())  # type: ignore[arg-type]


def spans(
    bodies: str, register: Register, assigned: Mapping[date, tuple[str, ...]] | None = None
) -> list[tuple[str, str, date, date | None]]:
    """Unit, basis, first and last day of each holder of a task of these bodies (`role:name|…`)."""
    named = (part.split(":") for part in bodies.split("|"))
    task = a_task("一1").model_copy(update={"bodies": tuple(Body(role=role, name=name) for role, name in named)})  # type: ignore[arg-type]
    terms = load_catalog().bodies

    def holding(asked: Task, day: date) -> list[Held]:
        codes = tuple(code for since, found in (assigned or {}).items() if since <= day for code in found)
        in_force = {("一1", "各相关部门"): codes} if codes else {}
        return [Held(*one) for one in units_of_task(asked, register, day, terms, in_force)]

    found = holders(document(task), register, assigned or (), holding)
    return [(one.held.unit_code, one.held.basis, one.starts_on, one.ends_on) for _, one in found]


def test_who_is_there_all_year_holds_it_from_the_issue_on() -> None:
    assert spans("responsible:区政府各部门", Register(units=(DISTRICT, unit("a")))) == [
        ("a", "collective", ISSUED, None)
    ]


def test_a_successor_holds_it_from_the_day_after() -> None:
    register = Register(units=(DISTRICT, unit("a", until="2025-07-31", into=("b",)), unit("b", since="2025-08-01")))
    assert spans("lead:a", register) == [
        ("a", "named", ISSUED, date(2025, 7, 31)),
        ("b", "successor", date(2025, 8, 1), None),
    ]


def test_who_joins_a_collective_later_holds_it_from_then_on() -> None:
    register = Register(units=(DISTRICT, unit("a"), unit("new", since="2025-09-01")))
    assert spans("responsible:区政府各部门", register) == [
        ("a", "collective", ISSUED, None),
        ("new", "collective", date(2025, 9, 1), None),
    ]


def test_an_assigned_unit_holds_it_from_the_day_of_the_assignment() -> None:
    register = Register(units=(DISTRICT, unit("a"), unit("b")))
    assert spans("responsible:各相关部门", register) == []
    assert spans("responsible:各相关部门", register, {date(2025, 5, 12): ("b",)}) == [
        ("b", "assigned", date(2025, 5, 12), None)
    ]


def test_a_lead_is_not_also_one_of_many() -> None:
    register = Register(units=(DISTRICT, unit("a"), unit("b")))
    assert spans("responsible:区政府各部门|lead:a", register) == [
        ("a", "named", ISSUED, None),
        ("b", "collective", ISSUED, None),
    ]


def test_the_frames_have_the_declared_columns_and_say_what_is_open() -> None:
    task = a_task("一1").model_copy(update={"bodies": (Body(role="lead", name="a"), Body(role="support", name="等"))})
    held = [(task, Holder(Held("a", "lead", "a", "named"), ISSUED, DECEMBER))]
    frames = keypoint_frames([document(task)], WORDS, {"doc": held}, {"doc": frozenset({"一1|等"})}, {})
    assert {name: dict(frame.schema) for name, frame in frames.items()} == KEYPOINT_SCHEMAS
    assert frames["cat_task_body"].select("body", "is_open").rows() == [("a", False), ("等", True)]
    assert frames["cat_task_unit"].rows() == [("doc", "一1", "a", "lead", "a", "named", ISSUED, DECEMBER)]
    assert frames["cat_task"]["content"].to_list() == ["摘要"]


def test_no_key_points_are_empty_frames_of_the_same_columns() -> None:
    frames = keypoint_frames((), WORDS, {}, {}, {})
    assert {name: dict(frame.schema) for name, frame in frames.items()} == KEYPOINT_SCHEMAS
    assert sum(frame.height for frame in frames.values()) == 0
