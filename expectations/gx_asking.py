"""Asks Great Expectations, in a child process that loads it beside other work: in this process its import would stop all else.

The child ends with this process, however that ends: nothing is left to be asked, so it reads the end of its input.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, cast

from expectations.verdict import Question, Verdict

if TYPE_CHECKING:
    import polars as pl

_ROOT = Path(__file__).resolve().parents[1]
_ASKING = Lock()


class SuiteError(RuntimeError):
    """Great Expectations gave no answer: its process could not be started or died. Nothing counts that it was to judge."""


class _Child:
    """The process that answers, of the process that started it."""

    def __init__(self) -> None:
        known = os.environ.get("PYTHONPATH")
        path = os.pathsep.join([str(_ROOT), *([known] if known else [])])
        self.of = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "expectations.gx_answering"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            process_group=0,  # an interrupt at the keyboard is for the command, which then ends this one
        )

    def ask(self, questions: Sequence[Question], counts: bytes) -> dict[str, Verdict]:
        told = json.dumps({"questions": [asdict(one) for one in questions], "size": len(counts)})
        asked, answers = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)
        with suppress(BrokenPipeError):  # that it is gone shows by what it does not answer
            asked.write(told.encode() + b"\n" + counts)
            asked.flush()
        line = answers.readline()
        if not line:
            raise SuiteError(
                f"Great Expectations 的进程意外结束（{self.process.wait()}），没有得到核对结论；请重新运行。"
            )
        return {key: Verdict(*said) for key, said in json.loads(line).items()}

    def end(self) -> None:
        if self.of == os.getpid():
            self.process.kill()
            self.process.communicate()


_CHILD: list[_Child] = []


def ask(questions: Sequence[Question], counts: pl.DataFrame) -> dict[str, Verdict]:
    """The verdict on each question by its key; the questions read `counts` as `rule_count`. Raises SuiteError.

    Where Great Expectations is loaded already it answers here.
    """
    import polars as pl  # here, so that the child can be started before it is loaded

    stream = BytesIO()
    counts.write_ipc_stream(stream, compat_level=pl.CompatLevel.oldest())
    if is_loaded():
        from expectations.gx_answering import answer  # it loads what answers

        return answer(questions, stream.getvalue())
    with _ASKING:
        child = _child()
        try:
            return child.ask(questions, stream.getvalue())
        except BaseException:  # an answer that nobody waited for must not become that to another question
            _CHILD.clear()
            child.end()
            raise


def start_meanwhile() -> None:
    """Begins to load what answers, for a caller that has other work to do before it asks. What fails is raised where it is asked."""
    if not is_loaded():
        with _ASKING, suppress(OSError):
            _child()


def is_loaded() -> bool:
    """Whether this very process has Great Expectations."""
    return "expectations.gx_suite" in sys.modules


def _child() -> _Child:
    if not _CHILD or _CHILD[0].of != os.getpid():
        _CHILD[:] = [_Child()]
        atexit.register(_CHILD[0].end)
    return _CHILD[0]
