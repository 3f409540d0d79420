"""A fixed sample of the seeded defects: none is missed, alone or among others, and nothing is found that nobody broke."""

from __future__ import annotations

import pytest

from tests.spec.seeded.bases import REAL, real_cases
from tests.spec.seeded.breakers import BREAKERS
from tests.spec.seeded.cases import Supply, clean, in_threes, one_at_a_time
from tests.spec.seeded.judging import Verdict, judge
from tests.spec.seeded.reports import Finding

SEED, CLEAN, THREES = 20260131, 16, 24
Told = list[tuple[str, list[Finding]]]
pytestmark = pytest.mark.xdist_group("seeded_reports")  # one judging for all of them


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    supply = Supply(SEED)
    return judge([*clean(supply, CLEAN), *one_at_a_time(supply, 1), *in_threes(supply, THREES)])


def test_the_published_figures_are_among_the_clean_cases() -> None:
    if not REAL.is_dir():
        pytest.skip(f"the published reports are not beside this checkout: {REAL} does not exist")
    assert [case.name for case in real_cases()] == ["003", "012", "005"]


def test_clean_reports_have_no_findings(verdicts: list[Verdict]) -> None:
    clean_ones = [one for one in verdicts if not one.case.seeded]
    assert len(clean_ones) == CLEAN
    assert [(one.case.name, sorted(one.false)) for one in clean_ones if one.false] == []


def test_every_seeded_defect_is_found_where_it_is(verdicts: list[Verdict]) -> None:
    missed: Told = [(one.case.name, sorted(one.missed)) for one in verdicts if one.missed]
    assert missed == []
    assert {one.case.seeded for one in verdicts} >= {(breaker.rule_id,) for breaker in BREAKERS}


def test_nothing_is_found_beside_what_was_seeded(verdicts: list[Verdict]) -> None:
    false: Told = [(one.case.name, sorted(one.false)) for one in verdicts if one.false]
    assert false == []


def test_three_defects_at_once_hide_none_of_each_other(verdicts: list[Verdict]) -> None:
    threes = [one for one in verdicts if len(one.case.seeded) == 3]
    assert len(threes) == THREES
    assert all(one.case.expected and not one.missed for one in threes)
