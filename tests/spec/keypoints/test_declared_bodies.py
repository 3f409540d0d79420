"""Every body of every task of the five profiles is known: units of the register, or left open by the document itself."""

from __future__ import annotations

import pytest

from warehouse.catalog.bodies import open_bodies, resolve_body, units_of_task
from warehouse.catalog.catalog import load_catalog, load_register
from warehouse.catalog.keypoint_files import PROFILES, load_keypoints, profile_names
from warehouse.catalog.keypoints import KeyPoints
from warehouse.catalog.units import Register

TERMS = load_catalog().bodies
# DOMAIN §6.3: what cannot be expanded from the text, which the office must assign.
OPEN = {
    "shanghai-2025": {
        "各有关单位", "各试点单位", "各试点区政府", "各政策主题库牵头部门", "等公共企事业单位行业主管部门"
    },
    "baoshan-2025": {"各相关职能部门", "区政府各相关部门"},
    "qingpu-2025": {"各有关单位"},
    "putuo-2024": {"等", "等部门", "等相关部门", "各有关部门", "相关单位"},
    "jinshan-2024": {"各相关部门", "各相关单位"},
}  # fmt: skip
# What stands for many, and how many the register has of them.
COLLECTIVE = {
    "shanghai-2025": {"各区政府": 16},
    "baoshan-2025": {"区政府各部门": 1, "各街镇〔园区〕": 3 + 9 + 2},
    "qingpu-2025": {"各街镇": 3 + 8},
    "putuo-2024": {"各部门": 28, "各街镇": 8 + 2},
    "jinshan-2024": {"各部门": 27, "各街镇": 1 + 9 + 1, "街镇": 1 + 9 + 1},
}
# Named in the document or in DOMAIN §6.3 besides, so that the addressees too are somebody.
ADDRESSEES = {
    "shanghai-2025": ["各区人民政府"],
    "baoshan-2025": ["各镇人民政府", "各街道办事处", "区政府各委、办、局"],
    "qingpu-2025": ["各镇人民政府", "街道办事处", "区政府各委、办、局"],
    "putuo-2024": ["区政府各委、办、局", "各街道办事处", "镇政府"],
    "jinshan-2024": ["各镇政府", "街道办事处", "园区管委会", "区政府各部门", "各街镇（高新区）", "各单位"],
}


def profile(name: str) -> tuple[KeyPoints, Register]:
    return load_keypoints(PROFILES / name), load_register(PROFILES / name / "units.csv")


def bodies(keypoints: KeyPoints) -> set[str]:
    return {body.name for task in keypoints.tasks for body in task.bodies}


def test_the_profiles_are_those_of_the_five_documents() -> None:
    assert set(profile_names()) == set(OPEN)


@pytest.mark.parametrize("name", OPEN)
def test_every_body_is_units_or_open_and_none_is_unknown(name: str) -> None:
    keypoints, register = profile(name)
    found = {body: resolve_body(body, register, keypoints.issued_on, TERMS) for body in bodies(keypoints)}
    assert {body for body, one in found.items() if one.kind == "open"} == OPEN[name]
    assert {body: len(one.units) for body, one in found.items() if one.kind == "collective"} == COLLECTIVE[name]
    named = {body for body, one in found.items() if one.kind == "unit" and len(one.units) == 1}
    assert named == bodies(keypoints) - OPEN[name] - set(COLLECTIVE[name])


@pytest.mark.parametrize("name", ADDRESSEES)
def test_the_addressees_of_a_document_are_somebody(name: str) -> None:
    keypoints, register = profile(name)
    for body in ADDRESSEES[name]:
        assert resolve_body(body, register, keypoints.issued_on, TERMS).units, body


@pytest.mark.parametrize("name", OPEN)
def test_every_unit_of_a_register_that_a_task_falls_to_has_it_once(name: str) -> None:
    keypoints, register = profile(name)
    for task in keypoints.tasks:
        codes = [one.unit_code for one in units_of_task(task, register, keypoints.issued_on, TERMS, {})]
        assert len(codes) == len(set(codes))
        is_open = open_bodies(task, register, keypoints.issued_on, TERMS, {})
        assert codes or is_open, task.id


def test_the_housing_bureau_of_putuo_leads_what_all_departments_support() -> None:
    keypoints, register = profile("putuo-2024")
    found = {
        one.unit_code: one
        for one in units_of_task(keypoints.by_id["一(三)4"], register, keypoints.issued_on, TERMS, {})
    }
    assert (found["housing"].role, found["housing"].basis) == ("lead", "named")
    assert (found["finance"].role, found["finance"].basis) == ("support", "collective")
    assert len(found) == 28 + 10


def test_the_tax_bureau_of_qingpu_reports_but_is_not_ranked() -> None:
    # DOMAIN §6.3: 区税务局 and 公安青浦分局 are 市属, excluded from scoring
    _, register = profile("qingpu-2025")
    assert [unit.code for unit in register.units if unit.kind == "municipal" and not unit.is_ranked] == [
        "public_security",
        "tax",
    ]


@pytest.mark.parametrize("name", OPEN)
def test_a_party_body_has_tasks_but_no_figures_that_the_government_adds_up(name: str) -> None:
    keypoints, register = profile(name)
    party = {unit.code: unit for unit in register.units if unit.kind == "party"}
    assert not any(unit.is_ranked or unit.is_rolled_up for unit in party.values())
    holding = {
        one.unit_code
        for task in keypoints.tasks
        for one in units_of_task(task, register, keypoints.issued_on, TERMS, {})
    }
    assert set(party) <= holding
