"""Who a body is on a day, on the example district and on one that merges."""

from __future__ import annotations

from datetime import date

import pytest

from warehouse.catalog.bodies import Assignments, TaskUnit, holders, open_bodies, resolve_body, units_of_task
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog.keypoints import Body, Role, Task
from warehouse.catalog.units import Register, Unit

TERMS = load_catalog().bodies
YUNJIANG = load_register(EXAMPLE_REGISTER)
SPRING, AUTUMN = date(2025, 3, 1), date(2025, 9, 1)


def codes(name: str, on: date = AUTUMN, register: Register = YUNJIANG) -> tuple[str, list[str]]:
    found = resolve_body(name, register, on, TERMS)
    return found.kind, [unit.code for unit in found.units]


def count(*kinds: str) -> int:
    """How many units of the kinds the register has."""
    return sum(
        unit.kind in kinds and unit.is_rolled_up and unit.valid_to is None
        for unit in YUNJIANG.units
        if unit.parent is not None
    )


def task(*bodies: tuple[str, Role]) -> Task:
    named = tuple(Body(name=name, role=role) for name, role in bodies)
    plain = dict.fromkeys(("number", "section", "text", "due_text", "due", "recurs"))
    words = dict.fromkeys(("chapter", "heading", "name", "summary"), "一")
    return Task.model_validate({"id": "一1", "bodies": named, **plain, **words})


def unit(code: str, begins: date, ends: date | None = None, successors: tuple[str, ...] = ()) -> Unit:
    standing = {"is_ranked": True, "is_rolled_up": True, "kind": "department", "parent": "root", "aliases": ()}
    lifetime = {"valid_from": begins, "valid_to": ends, "successors": successors}
    return Unit.model_validate({"code": code, "name": f"区{code}局", **standing, **lifetime})


def test_a_name_or_an_abbreviation_is_the_unit() -> None:
    assert codes("云江区人民政府办公室") == codes("区府办") == codes("区政府办公室") == ("unit", ["gov_office"])


def test_all_departments_are_those_of_the_government_and_the_citys_bureaus_but_not_the_states() -> None:
    kind, found = codes("区政府各部门")
    assert kind == "collective"
    assert len(found) == count("department", "municipal")
    assert "public_security" in found
    assert "tax" not in found


@pytest.mark.parametrize(
    "name", ["各街镇", "街镇", "各街镇〔园区〕", "各街镇（园区）", "各街镇 [园区]", "各街镇(高新区)"]
)
def test_streets_towns_and_parks_under_brackets_of_any_kind(name: str) -> None:
    kind, found = codes(name)
    assert (kind, len(found)) == ("collective", count("street", "town", "park"))


@pytest.mark.parametrize(
    ("names", "kinds"),
    [
        (
            ["各部门", "区级部门", "区级各部门", "区政府工作部门", "区政府各委、办、局", "各委办局"],
            ("department", "municipal"),
        ),
        (["各街道、各镇", "各镇、街道", "各街道（镇）", "镇街", "各镇政府、街道办事处"], ("street", "town", "park")),
        (["各街道办事处", "街道"], ("street",)),
        (["各镇人民政府", "各镇政府", "各镇", "各乡镇"], ("town",)),
        (["各园区", "园区管委会", "各工业园区", "各功能区"], ("park",)),
        (
            ["各单位", "全区各单位", "全区各级行政机关", "各部门、各单位"],
            ("department", "municipal", "street", "town", "park"),
        ),
    ],
    ids=lambda one: one[0],
)
def test_all_units_of_some_kinds_go_by_many_names(names: list[str], kinds: tuple[str, ...]) -> None:
    assert {codes(name)[0] for name in names} == {"collective"}
    assert {len(codes(name)[1]) for name in names} == {count(*kinds)}


def test_a_named_park_is_itself_and_where_no_unit_bears_the_name_it_is_all_parks() -> None:
    assert codes("高新区") == ("unit", ["hightech_park"])
    assert codes("各园区") == ("collective", ["hightech_park", "riverside_park"])


@pytest.mark.parametrize(
    "name",
    [
        "各相关部门",
        "各相关职能部门",
        "区政府各相关部门",
        "各有关单位",
        "等",
        "等部门",
        "相关单位",
        "各试点单位",
        "各政策主题库牵头部门",
    ],
)
def test_what_the_document_leaves_open_stays_open(name: str) -> None:
    assert codes(name) == ("open", [])


def test_the_government_itself_is_left_to_the_office() -> None:
    assert codes("区政府") == ("open", [])


def test_a_body_that_nobody_knows_is_said_to_be_unknown() -> None:
    assert codes("区某某局") == ("unknown", [])


def test_a_merged_unit_is_its_successor_from_the_day_after_its_last() -> None:
    assert codes("区投促办", date(2025, 6, 30)) == ("unit", ["investment_promotion"])
    assert codes("区投促办", date(2025, 7, 1)) == ("unit", ["commerce"])


def test_a_unit_that_is_not_there_yet_is_not_among_all_departments() -> None:
    assert "data" not in codes("各部门", date(2024, 4, 30))[1]
    assert "data" in codes("各部门", date(2024, 5, 1))[1]


@pytest.mark.parametrize(
    "name", ["各部门（除区司法局、区审计局外）", "除区司法局、区审计局外的各部门", "各部门(区司法局、区审计局除外)"]
)
def test_what_a_document_excepts_is_excepted(name: str) -> None:
    kind, found = codes(name)
    assert kind == "collective"
    assert set(codes("各部门")[1]) - set(found) == {"justice", "audit"}


def test_an_exception_that_the_register_does_not_know_makes_the_body_unknown() -> None:
    assert codes("各部门（除区某某局外）") == ("unknown", [])


def test_mergers_are_followed_through_any_number_and_splits_to_all() -> None:
    begins, middle, ends = date(2019, 1, 1), date(2024, 12, 31), date(2025, 6, 30)
    first = unit("a", begins, middle, ("b",))
    register = Register(units=(first, unit("b", begins, ends, ("c", "d")), unit("c", begins), unit("d", begins)))
    assert [one.code for one in holders(first, register, SPRING)] == ["b"]
    assert [one.code for one in holders(first, register, AUTUMN)] == ["c", "d"]


def test_a_unit_that_is_yet_to_be_founded_is_the_one_that_it_takes_over_from() -> None:
    founded = unit("new", date(2025, 7, 1))
    register = Register(units=(unit("old", date(2019, 1, 1), date(2025, 6, 30), ("new",)), founded))
    assert [one.code for one in holders(founded, register, SPRING)] == ["old"]


def test_units_that_name_each_other_as_successors_end_in_nobody() -> None:
    ended = (date(2019, 1, 1), date(2020, 1, 1))
    first = unit("a", *ended, ("b",))
    assert list(holders(first, Register(units=(first, unit("b", *ended, ("a",)))), AUTUMN)) == []


def test_a_unit_has_a_task_once_in_its_strongest_role_and_under_its_own_name() -> None:
    led = task(("各部门", "support"), ("区府办", "lead"), ("区司法局", "support"))
    found = {one.unit_code: one for one in units_of_task(led, YUNJIANG, AUTUMN, TERMS, {})}
    assert found["gov_office"] == TaskUnit("gov_office", "lead", "区府办", "named")
    assert found["justice"] == TaskUnit("justice", "support", "区司法局", "named")
    assert found["finance"] == TaskUnit("finance", "support", "各部门", "collective")
    assert len(found) == len(codes("各部门")[1])


def test_what_the_office_assigned_fills_an_open_body_and_follows_a_merger() -> None:
    open_task, assigned = task(("区投促办", "lead"), ("等部门", "responsible")), {("一1", "等部门"): ("audit", "tax")}
    assert [one.basis for one in units_of_task(open_task, YUNJIANG, AUTUMN, TERMS, {})] == ["successor"]
    assert [body.name for body in open_bodies(open_task, YUNJIANG, AUTUMN, TERMS, {})] == ["等部门"]
    found = units_of_task(open_task, YUNJIANG, AUTUMN, TERMS, assigned)
    assert {(one.unit_code, one.basis) for one in found} == {
        ("commerce", "successor"),
        ("audit", "assigned"),
        ("tax", "assigned"),
    }
    assert open_bodies(open_task, YUNJIANG, AUTUMN, TERMS, assigned) == ()
    merged: Assignments = {("一1", "等部门"): ("investment_promotion",)}
    assert [one[::3] for one in units_of_task(task(("等部门", "support")), YUNJIANG, AUTUMN, TERMS, merged)] == [
        ("commerce", "assigned")
    ]


def test_every_kind_that_a_term_stands_for_is_declared() -> None:
    declared = {kind.code for kind in load_catalog().unit_kinds}
    assert {kind for term in TERMS.collective for kind in term.kinds} <= declared
