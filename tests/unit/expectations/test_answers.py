"""What Great Expectations said stands where it would be asked the very same, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from polars.testing import assert_frame_equal

import expectations.answers as answering
from expectations.answers import Answers, check_as_before
from expectations.suite import BatchResult
from tests.unit.expectations.batch import Batch, unit

RULES = ("T4-TOTAL", "T3-BALANCE", "TYPE-NUMBER")


def batch(total: int = 1) -> Batch:
    """Two units, of which one is out in T4 where `total` is not 0."""
    one = Batch(unit("clean"), unit("wrong"))
    one.submit("clean", "2025Q1", {})
    one.submit("wrong", "2025Q1", {"T4:review.total": total})
    return one


def judged(one: Batch, answers: Answers) -> BatchResult:
    with one.lay() as connection:
        return check_as_before(connection, one.catalog, answers, rule_ids=RULES)


@pytest.fixture(scope="module")
def said() -> Mapping[str, Mapping[str, bool]]:
    """What is said of the batch when it is asked about for the first time."""
    first = Answers({})
    judged(batch(), first)
    return first.given


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fills with a word each time that Great Expectations is asked."""
    times: list[str] = []
    ask = answering.confirm

    def noted(*given: object) -> dict[str, str]:
        times.append("asked")
        return ask(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(answering, "confirm", noted)
    return times


def test_an_answer_that_is_known_is_not_asked_for_and_gives_the_same_frames(
    said: Mapping[str, Mapping[str, bool]], asked: list[str]
) -> None:
    again = judged(batch(), Answers(said))
    assert asked == []
    anew = batch().judge(engine="gx", rule_ids=RULES)
    assert_frame_equal(again.results, anew.results)
    assert_frame_equal(again.violations, anew.violations)
    assert dict(anew.results.select("rule_id", "expectation_success").iter_rows())["T4-TOTAL"] is False


def test_other_counts_are_another_question(said: Mapping[str, Mapping[str, bool]], asked: list[str]) -> None:
    answers = Answers(said)
    result = judged(batch(total=0), answers)
    assert asked == ["asked"]
    assert result.violations.height == 0
    assert answers.given.keys().isdisjoint(said)


@pytest.mark.parametrize("wrong", [{"T4-TOTAL": True}, {"T3-BALANCE": None}])
def test_an_answer_that_contradicts_what_was_found_or_leaves_a_rule_out_is_asked_for_again(
    said: Mapping[str, Mapping[str, bool]], asked: list[str], wrong: Mapping[str, bool]
) -> None:
    answers = Answers({mark: {**one, **wrong} for mark, one in said.items()})
    judged(batch(), answers)
    assert asked == ["asked"]
    assert answers.given == said


def test_a_rule_that_breaks_is_never_taken_as_answered(
    said: Mapping[str, Mapping[str, bool]], asked: list[str]
) -> None:
    broken, answers = batch(), Answers(said)
    broken.notice(1, "NO-SUCH-RULE", "noticed")
    assert judged(broken, answers).errors["rule_id"].to_list() == ["NO-SUCH-RULE"]
    assert (asked, answers.given) == (["asked"], {})
