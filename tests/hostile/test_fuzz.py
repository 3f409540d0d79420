"""Readers bear whatever is drawn: nothing but a reading or a declared refusal, in time and memory, and no figure that is not there."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.hostile.fuzz.chance import GivenBytes
from tests.hostile.fuzz.subject import OtherwiseError, Subject
from tests.hostile.fuzz.subjects import SUBJECTS
from tests.hostile.fuzz.trying import FAULT, NEVER, OTHERWISE, Case, came_to, tried

TIMES, PATIENCE = 2, 60.0  # a busy machine is no hang
CASES = st.builds(Case, st.sampled_from(sorted(SUBJECTS)), st.binary(min_size=40, max_size=120))
TOGETHER = st.lists(CASES, min_size=30, max_size=30)
TOLD = (Phase.explicit, Phase.generate)  # a case is found again by its bytes; making it smaller would take minutes


@settings(
    max_examples=TIMES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=TOLD,
    suppress_health_check=list(HealthCheck),
)
@given(TOGETHER)
def test_no_reader_breaks_hangs_or_reads_otherwise_than_was_written(cases: list[Case]) -> None:
    results = list(tried(cases, seconds=PATIENCE))
    assert len(results) == len(cases)
    assert [one for one in results if one.outcome in NEVER] == []


def test_every_reader_reads_some_of_what_is_drawn() -> None:
    for subject in SUBJECTS.values():
        assert any(subject.outcome(Random(seed)) == "read" for seed in range(60)), subject.name


def test_bytes_give_the_same_choices_whenever_they_are_asked() -> None:
    one, other = GivenBytes(b"\x07\x05\xff\x10" * 9), GivenBytes(b"\x07\x05\xff\x10" * 9)
    assert [one.randrange(100) for _ in range(20)] == [other.randrange(100) for _ in range(20)]
    assert [one.random() for _ in range(9)] == [other.random() for _ in range(9)]


@pytest.mark.parametrize(
    ("look", "outcome"), [("breaks", FAULT), ("reads otherwise", OTHERWISE), ("changes", OTHERWISE)]
)
def test_a_reader_that_breaks_its_word_is_found_out(look: str, outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SUBJECTS, look, Subject(look, lambda chance: look, _misbehave))
    assert outcome in {came_to(Case(look, seed))[0] for seed in range(40)}


def _misbehave(case: object) -> str:
    if case == "breaks":
        raise ZeroDivisionError
    if case == "reads otherwise":
        raise OtherwiseError("a figure")
    _SEEN.append(case)
    return str(len(_SEEN))


_SEEN: list[object] = []
