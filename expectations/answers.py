"""What Great Expectations said before: where it would be asked the very same again, its answer stands, and nobody waits for its import."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

import duckdb
import polars as pl

from expectations.confirm import confirm
from expectations.suite import BatchResult, check_batch
from warehouse.catalog.catalog import Catalog

_LIBRARIES = ("great_expectations", "sqlalchemy", "duckdb-engine", "duckdb", "polars")


@dataclass(slots=True)
class Answers:
    """By the mark of what was asked, whether each rule is met: `known` from before, `given` in this run."""

    known: Mapping[str, Mapping[str, bool]]
    given: dict[str, Mapping[str, bool]] = field(default_factory=dict)


def check_as_before(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, answers: Answers, *, rule_ids: Collection[str]
) -> BatchResult:
    """As check_batch. The rules always run; Great Expectations is asked where they counted otherwise than when it was asked before.

    It judges by what the rules counted for each submission and by nothing else, so the same counts have the same answer.
    """
    result = check_batch(connection, catalog, rule_ids=rule_ids, engine="later")
    mark = _mark(catalog, result.results)
    if result.errors.height or not _is_whole(answers.known.get(mark, {}), result.results):
        differing = confirm(catalog, [result.counted])
        if differing:
            return check_batch(connection, catalog, rule_ids=rule_ids, set_apart=differing)
    if result.errors.height == 0:
        answers.given[mark] = result.counted.is_met
    return result


def _is_whole(said: Mapping[str, bool], results: pl.DataFrame) -> bool:
    """Whether an answer is one to each rule, and agrees with what the rules found."""
    failed = results.group_by("rule_id").agg((pl.col("failed") > 0).any())
    return bool(said) and all(said.get(rule_id) is (not fails) for rule_id, fails in failed.iter_rows())


def _mark(catalog: Catalog, results: pl.DataFrame) -> str:
    """Of all that an answer comes from: counts by rule and submission, the rules, the program that asks, the libraries."""
    rules = [catalog.rule(rule_id).model_dump_json() for rule_id in sorted(set(results["rule_id"]))]
    told = (_program(), rules, sorted(results.drop("expectation_success").rows()))
    return hashlib.sha256(repr(told).encode()).hexdigest()


@cache
def _program() -> str:
    digest = hashlib.sha256(repr([(name, version(name)) for name in _LIBRARIES]).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
