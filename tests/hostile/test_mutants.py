"""Files that are nearly right are refused, or read as another program reads them; none kills or holds up whoever reads them."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.fuzzing import DIED, NEVER, counted, tried
from tests.hostile.mutants import (
    ALL_PLACES,
    CHANGED,
    KINDS,
    OPERATIONS,
    REFUSED,
    SAME,
    Edit,
    Mutant,
    bytes_of,
    drawn,
    originals,
    outcome,
)

PLACES = st.integers(0, ALL_PLACES - 1)
EDITS = st.builds(Edit, st.sampled_from(OPERATIONS), PLACES, PLACES, PLACES, PLACES)
MUTANTS = st.builds(Mutant, st.sampled_from(KINDS), st.lists(EDITS, min_size=1, max_size=4).map(tuple))
TOGETHER, TIMES = 50, 4


@settings(max_examples=TIMES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(MUTANTS, min_size=TOGETHER, max_size=TOGETHER))
def test_no_mutant_kills_hangs_or_is_read_otherwise_than_by_another_reader(mutants: list[Mutant]) -> None:
    results = list(tried(mutants))
    assert len(results) == len(mutants)
    assert [one for one in results if one.outcome in (*NEVER, DIED)] == []


def test_the_mutants_are_of_every_kind_and_come_to_every_end() -> None:
    random = Random(7)
    counts = counted(tried(drawn(random) for _ in range(100)))
    assert set(counts) == set(KINDS)
    ends = {end for counter in counts.values() for end in counter}
    assert {REFUSED, SAME, CHANGED} <= ends


def test_what_was_not_changed_is_read_as_it_is() -> None:
    for kind in KINDS:
        whole = Mutant(kind, ())
        assert outcome(whole) == SAME
        if kind != "XML of a workbook":
            assert bytes_of(whole) == originals()[kind]
