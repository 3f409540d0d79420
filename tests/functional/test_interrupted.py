"""A run that ends in the middle leaves what it took in to the next one: nothing stays unjudged."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows.cli.app import run
from flows.steps import state
from flows.steps.collect import collect
from flows.steps.intake import journal_of
from flows.steps.rebuild import rebuild
from flows.steps.withdraw import withdraw
from tests.functional.publishing_office import Q1, Office
from warehouse.store import Store, open_store

LINE_END = b"\n"
DAY, NEXT_DAY = datetime(2025, 4, 3), datetime(2025, 4, 4)


class PowerCutError(Exception):
    """The run is over, between one transaction and the next."""


def cut_at(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """The step dies as soon as there is something to judge."""
    whole = getattr(state, step)

    def dying(store: Store, *rest: Any, **named: Any) -> object:
        if store.rows("SELECT 1 FROM core_unjudged"):
            raise PowerCutError
        return whole(store, *rest, **named)

    monkeypatch.setattr(state, step, dying)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "office")


def statuses(office: Office) -> list[str]:
    with open_store(office.workspace.database) as store:
        return [row["status"] for row in store.rows("SELECT status FROM core_submission ORDER BY submission_id")]


@pytest.mark.parametrize("step", ["judge", "compare"])
def test_a_report_that_was_taken_in_and_not_judged_is_judged_by_the_next_run(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with monkeypatch.context() as broken:
        cut_at(broken, step)
        with pytest.raises(PowerCutError):
            office.send("finance", Q1, DAY)
    assert collect(office.workspace, as_of=NEXT_DAY).judged == 1
    assert statuses(office) == ["accepted"]
    assert collect(office.workspace, as_of=NEXT_DAY).is_unchanged


def test_a_withdrawal_that_was_written_down_and_not_carried_out_is_carried_out_by_the_next_run(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.send("finance", Q1, DAY)
    mistaken = office.submission("finance", 1)
    with monkeypatch.context() as broken:
        cut_at(broken, "judge")
        with pytest.raises(PowerCutError):
            withdraw(office.workspace, mistaken, reason="误报", by="张三", as_of=DAY)
    collect(office.workspace, as_of=NEXT_DAY)
    assert statuses(office) == ["withdrawn"]


def test_a_journal_that_lost_its_end_stops_every_run_before_anything_is_added_or_derived_without_it(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.send("finance", Q1, DAY)
    journal = journal_of(office.workspace).path
    one = journal.read_bytes()
    office.send("audit", Q1, DAY)
    for left in (one, b""):
        journal.write_bytes(left)
        for command in ("collect", "status"):
            assert run([command, "-w", str(office.workspace.root)]) == 2
            said = capsys.readouterr().err
            assert f"日志 {journal} 只有 {left.count(LINE_END)} 条，缺少工作数据库所依据的记录" in said.replace(
                "\n", ""
            )
        assert journal.read_bytes() == left
        assert statuses(office) == ["accepted", "accepted"]
    journal.write_bytes(one)
    rebuild(office.workspace)
    assert statuses(office) == ["accepted"]
    assert collect(office.workspace, as_of=NEXT_DAY).received == 1  # it still lies in the inbox


def test_an_office_whose_register_is_gone_is_told_so(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.workspace.register_path.unlink()
    for command in ("collect", "rebuild", "status"):
        assert run([command, "-w", str(office.workspace.root)]) == 2
        assert "units.csv" in capsys.readouterr().err
