"""Great Expectations answers as a child process as it does in this one, and ends with whoever asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from expectations import gx_answering, gx_asking
from expectations.gx_asking import SuiteError, ask
from expectations.verdict import Question, Verdict

FAILING = "SELECT submission_id, 'fail' AS outcome FROM rule_count WHERE rule_id = '{}' AND failed > 0"
META = {"rule_id": "R", "title": "t", "basis": "b", "level": "cell"}
COUNTS = pl.DataFrame({"rule_id": ["CLEAN", "BAD"], "submission_id": [1, 1], "failed": [0, 2], "batch": [0, 0]})
QUESTIONS = [
    Question("clean", FAILING.format("CLEAN"), "error", META),
    Question("bad", FAILING.format("BAD"), "warning", META),
    Question("broken", "SELECT no_such_column FROM rule_count", "info", META),
]


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gx_asking, "is_loaded", lambda: False)


def _are_right(verdicts: dict[str, Verdict]) -> bool:
    broken = verdicts.pop("broken")
    assert broken.success is False
    assert "no_such_column" in (broken.error or "")
    return verdicts == {"clean": Verdict(success=True), "bad": Verdict(success=False)}


@pytest.mark.usefixtures("child")
def test_a_child_answers_one_question_after_the_other() -> None:
    gx_asking.start_meanwhile()
    assert _are_right(ask(QUESTIONS, COUNTS))
    assert ask(QUESTIONS[:1], COUNTS.with_columns(failed=pl.lit(1)))["clean"].success is False


def test_where_it_is_loaded_it_answers_the_same_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    gx_answering.import_suite()
    monkeypatch.setattr(gx_asking, "_child", lambda: pytest.fail("a child was started"))
    assert _are_right(ask(QUESTIONS, COUNTS))


@pytest.mark.usefixtures("child")
def test_a_child_that_died_is_said_and_the_next_question_gets_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gx_asking, "_CHILD", [])
    monkeypatch.setattr(gx_asking.sys, "executable", "/bin/false")
    with pytest.raises(SuiteError, match="意外结束"):
        ask(QUESTIONS, COUNTS)
    assert gx_asking._CHILD == []


def test_it_ends_with_the_process_that_asked_however_that_ends() -> None:
    code = "from expectations import gx_asking; gx_asking.start_meanwhile(); print(gx_asking._CHILD[0].process.pid, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as asking:
        assert asking.stdout is not None
        pid = int(asking.stdout.readline())
        assert Path(f"/proc/{pid}").exists()
        asking.send_signal(signal.SIGKILL)
    for _ in range(600):
        if not Path(f"/proc/{pid}").exists() or _is_zombie(pid):
            return
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("the child outlived its parent")


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
