from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from expectations import confirm as confirming
from expectations.confirm import Counted, confirm
from expectations.verdict import Question, Verdict
from warehouse.catalog.catalog import load_catalog

CATALOG = load_catalog()


def _counted(*violated: str, failed: dict[str, int]) -> Counted:
    rows = [(rule_id, 1, n) for rule_id, n in failed.items()]
    frame = pl.DataFrame(rows, {"rule_id": pl.String, "submission_id": pl.Int64, "failed": pl.Int64}, orient="row")
    return Counted(frame, frozenset(violated))


def test_great_expectations_is_asked_once_about_all_batches() -> None:
    asked: list[str] = []

    def ask(questions: Sequence[Question], counts: pl.DataFrame) -> dict[str, Verdict]:
        asked.extend(question.key for question in questions)
        assert counts["batch"].to_list() == [0, 0, 1, 2]
        return {question.key: Verdict(question.key.endswith("clean")) for question in questions}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confirming, "ask", ask)
        batches = [
            _counted(failed={"T4-TOTAL": 0, "T3-BALANCE": 0}),
            _counted("T4-TOTAL", failed={"T4-TOTAL": 2}),
            _counted(failed={"T4-TOTAL": 0}),
        ]
        assert confirm(CATALOG, batches) == {}
    assert asked == ["T4-TOTAL 1", "T3-BALANCE clean", "T4-TOTAL clean"]


def test_what_was_counted_but_not_listed_is_a_difference_and_the_other_way_round() -> None:
    differing = confirm(
        CATALOG,
        [
            _counted("T3-BALANCE", failed={"T4-TOTAL": 0, "T3-BALANCE": 0}),
            _counted("T4-TOTAL", failed={"T4-TOTAL": 1}),
            _counted(failed={"T2-STOCK": 1}),
        ],
    )
    assert sorted(differing) == ["T2-STOCK", "T3-BALANCE"]
    assert "success=False; violations listed: False" in differing["T2-STOCK"]
    assert "success=True; violations listed: True" in differing["T3-BALANCE"]


def test_nothing_counted_is_nothing_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "ask", lambda *_: pytest.fail("it was asked"))
    assert confirm(CATALOG, []) == confirm(CATALOG, [_counted(failed={})]) == {}
