"""The ledger as worked examples: which version counts, and what becomes of the others.

A file here is one cell, 一、本年新收 of natural persons, whose content is its number; -1 breaks TYPE-NEGATIVE and so is returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from expectations.suite import check_batch_plain
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog_tables import catalog_frames
from warehouse.ledger import lay_out_batch, record_batch, select_for_judgement
from warehouse.store import Store, open_store
from warehouse.tables import tables

CATALOG, REGISTER = load_catalog(), load_register(EXAMPLE_REGISTER)
CELL = "T3:new.natural_person"


class Office:
    """Receives files and judges them, as a run does."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.last = 0
        for name, frame in catalog_frames(CATALOG, REGISTER, range(2024, 2027)).items():
            store.temporary(name, frame)
        due = [("2025Q1", "2025年第一季度", date(2025, 4, 10)), ("2025Q2", "2025年第二季度", date(2025, 7, 10))]
        store.insert("core_period", frame_of("core_period", *due))

    def receive(
        self, figure: int | None, unit: str = "finance", period: str = "2025Q1", day: int = 3, **file: object
    ) -> int:
        self.last += 1
        sha = f"{unit}-{figure}"
        received = datetime(2025, 4 if period == "2025Q1" else 7, day, 10)
        self.store.insert(
            "raw_receipt", frame_of("raw_receipt", (self.last, sha, f"{self.last}.xlsx", "inbox", received))
        )
        self.store.insert("core_receipt", frame_of("core_receipt", (self.last, unit, period, "quarter", "own")))
        if not self.store.rows("SELECT 1 FROM stg_file WHERE sha256 = $sha", {"sha": sha}):
            self._stage(sha, figure, file)
        self.judge(self.last)
        return self.last

    def _stage(self, sha: str, figure: int | None, file: dict[str, object]) -> None:
        row = {**dict.fromkeys(tables()["stg_file"].columns), "sha256": sha, "edition": "2021", **file}
        self.store.insert("stg_file", pl.DataFrame([row], tables()["stg_file"].frame_schema))
        state = "blank" if figure is None else "number"
        cell = (sha, CELL, "T3", "new", "natural_person", state, figure, str(figure), "表三", "D6")
        self.store.insert("stg_cell", frame_of("stg_cell", cell))

    def withdraw(self, submission: int) -> None:
        row = (submission, datetime(2025, 4, 9), "张三", "填错")
        self.store.insert("raw_withdrawal", frame_of("raw_withdrawal", row))
        self.judge(submission)

    def waive(self, submission: int, rule_id: str, check_key: str | None = None) -> None:
        row = (submission, rule_id, check_key, datetime(2025, 4, 9), "李四", "已核实")
        self.store.insert("raw_waiver", frame_of("raw_waiver", row))
        self.judge(submission)

    def judge(self, *changed: int) -> None:
        for batch in select_for_judgement(self.store, changed):
            lay_out_batch(self.store, batch)
            result = check_batch_plain(self.store.connection, CATALOG)
            assert result.errors.is_empty(), result.errors
            record_batch(self.store, batch, result.results, result.violations)

    def statuses(self) -> dict[int, str]:
        rows = self.store.rows("SELECT submission_id, status FROM core_submission ORDER BY submission_id")
        return {row["submission_id"]: row["status"] for row in rows}

    def counted(self) -> dict[tuple[str, str], int | None]:
        rows = self.store.rows("SELECT unit_code, period, value FROM core_cell")
        return {(r["unit_code"], r["period"]): None if r["value"] is None else int(r["value"]) for r in rows}


def frame_of(table: str, *rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), tables()[table].frame_schema, orient="row")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_store(tmp_path / "zwgk.duckdb") as store:
        yield Office(store)


def test_the_latest_accepted_version_counts(office: Office) -> None:
    first, second = office.receive(5), office.receive(6)
    assert office.statuses() == {first: "superseded", second: "accepted"}
    assert office.counted() == {("finance", "2025Q1"): 6}


def test_a_returned_version_leaves_the_former_one_counting(office: Office) -> None:
    first, broken = office.receive(5), office.receive(-1)
    assert office.statuses() == {first: "accepted", broken: "returned"}
    assert office.counted() == {("finance", "2025Q1"): 5}


def test_a_returned_version_says_why(office: Office) -> None:
    office.receive(-1)
    [row] = office.store.rows("SELECT reasons FROM core_submission")
    assert "-1" in row["reasons"]
    assert "不应小于 0" in row["reasons"]


def test_a_withdrawn_version_lets_the_former_one_count_again(office: Office) -> None:
    first, second = office.receive(5), office.receive(6)
    office.withdraw(second)
    assert office.statuses() == {first: "accepted", second: "withdrawn"}
    assert office.counted() == {("finance", "2025Q1"): 5}


def test_when_the_only_version_is_withdrawn_nothing_counts(office: Office) -> None:
    only = office.receive(5)
    office.withdraw(only)
    assert office.statuses() == {only: "withdrawn"}
    assert office.counted() == {}


def test_the_same_content_again_is_a_duplicate(office: Office) -> None:
    first, again = office.receive(5), office.receive(5)
    assert office.statuses() == {first: "accepted", again: "duplicate"}


def test_going_back_to_an_earlier_content_is_a_new_version_not_a_duplicate(office: Office) -> None:
    first, second, third = office.receive(5), office.receive(6), office.receive(5)
    assert office.statuses() == {first: "superseded", second: "superseded", third: "accepted"}
    assert office.counted() == {("finance", "2025Q1"): 5}


def test_the_same_content_after_a_withdrawal_counts(office: Office) -> None:
    first = office.receive(5)
    office.withdraw(first)
    again = office.receive(5)
    assert office.statuses() == {first: "withdrawn", again: "accepted"}


def test_an_unreadable_file_is_kept_as_such_and_counts_nothing(office: Office) -> None:
    bad = office.receive(7, error_code="F00", error_detail="文件不完整")
    assert office.statuses() == {bad: "unreadable"}
    assert office.counted() == {}


def test_a_nil_return_makes_blanks_confirmed_zeros(office: Office) -> None:
    nil = office.receive(None, cover_is_nil=True)
    assert office.statuses() == {nil: "nil"}
    assert office.counted() == {("finance", "2025Q1"): 0}


def test_a_blank_without_that_word_stays_blank_and_a_wholly_blank_form_is_returned(office: Office) -> None:
    blank = office.receive(None)
    assert office.statuses() == {blank: "returned"}
    assert office.counted() == {}


def test_one_units_bad_file_leaves_every_other_units_rows(office: Office) -> None:
    office.receive(5, unit="audit")
    before = office.store.rows("SELECT * FROM core_cell ORDER BY ALL")
    office.receive(-1, unit="finance")
    assert office.store.rows("SELECT * FROM core_cell ORDER BY ALL") == before
    assert office.statuses() == {1: "accepted", 2: "returned"}


def test_a_report_after_the_due_day_is_late(office: Office) -> None:
    office.receive(5, unit="audit", day=10)
    office.receive(5, unit="finance", day=11)
    assert office.store.rows("SELECT unit_code, is_late FROM core_submission ORDER BY unit_code") == [
        {"unit_code": "audit", "is_late": False},
        {"unit_code": "finance", "is_late": True},
    ]


def test_judging_again_changes_nothing(office: Office) -> None:
    first, second = office.receive(5), office.receive(6)
    before = {
        t: office.store.rows(f"SELECT * FROM {t} ORDER BY ALL") for t in ("core_submission", "core_cell", "dq_result")
    }
    office.judge(first, second)
    assert {t: office.store.rows(f"SELECT * FROM {t} ORDER BY ALL") for t in before} == before


def test_a_waived_error_counts_and_stays_in_the_list(office: Office) -> None:
    broken = office.receive(-1)
    office.waive(broken, "TYPE-NEGATIVE")
    assert office.statuses() == {broken: "accepted"}
    assert office.counted() == {("finance", "2025Q1"): -1}
    assert [row["rule_id"] for row in office.store.rows("SELECT rule_id FROM dq_violation")] == ["TYPE-NEGATIVE"]


def test_waiving_another_rule_lets_nothing_pass(office: Office) -> None:
    broken = office.receive(-1)
    office.waive(broken, "T3-BALANCE")
    assert office.statuses() == {broken: "returned"}


def test_waiving_another_check_of_the_rule_lets_nothing_pass(office: Office) -> None:
    broken = office.receive(-1)
    office.waive(broken, "TYPE-NEGATIVE", check_key="T3:new.total")
    assert office.statuses() == {broken: "returned"}
