"""Great Expectations answers questions: here, or as a child of its own (`python -m expectations.gx_answering`) that loads it meanwhile.

What it is asked about is laid into a database of its own, so that it sees what was counted and nothing else.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from expectations.gx_import import import_suite
from expectations.verdict import Question, Verdict


def answer(questions: Sequence[Question], counts: bytes) -> dict[str, Verdict]:
    """The verdict on each question by its key. `counts` is an Arrow stream that the questions read as `rule_count`; who is in it at all
    is the batch.
    """
    import_suite()
    from expectations.gx_suite import check_expectations  # seconds: imported where a suite runs, nowhere else

    with _laid_out(counts) as connection:
        return check_expectations(connection, questions)


@contextmanager
def _laid_out(counts: bytes) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("counts_to_lay", pa.ipc.open_stream(counts).read_all())
        connection.execute("CREATE TABLE rule_count AS SELECT * FROM counts_to_lay")
        connection.execute("CREATE TABLE check_submission AS SELECT DISTINCT submission_id FROM rule_count")
        yield connection


def _serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """One question after the other, until nobody is left who could ask: a line that says them and how many bytes of counts follow."""
    import_suite()
    while line := asked.readline():
        told = json.loads(line)
        verdicts = answer([Question(**one) for one in told["questions"]], asked.read(told["size"]))
        said = {key: (verdict.success, verdict.error) for key, verdict in verdicts.items()}
        answers.write(json.dumps(said).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    # What any library prints must not come between the answers.
    with os.fdopen(os.dup(1), "wb") as apart:
        os.dup2(2, 1)
        _serve(sys.stdin.buffer, apart)
        sys.stderr.flush()
        os._exit(0)  # nothing is open: to take all modules apart again takes longer than an answer
