"""Every line of the fault and abuse matrix is held by tests that exist, or says why not."""

from __future__ import annotations

import ast
from functools import cache

import pytest
import yaml

from tests.conventions.source import ROOT

MATRIX = yaml.safe_load((ROOT / "tests" / "hostile" / "matrix.yaml").read_text(encoding="utf-8"))
GROUPS = {"A": 22, "B": 9, "C": 12, "D": 8, "E": 7, "F": 2}
IDS = [f"{group}{number:02}" for group, count in GROUPS.items() for number in range(1, count + 1)]


@cache
def functions(path: str) -> set[str]:
    """The tests of a module."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_case_is_there_once() -> None:
    assert list(MATRIX) == IDS
    assert len(IDS) == 60


@pytest.mark.parametrize("case", IDS)
def test_a_case_has_tests_that_exist_or_a_reason(case: str) -> None:
    line = MATRIX[case]
    assert set(line) <= {"what", "tests", "reason"}
    assert line.get("tests") or line.get("reason")
    for named in line.get("tests", ()):
        path, _, function = named.partition("::")
        assert function in functions(path), named


def test_every_case_of_files_and_values_is_held_by_a_test() -> None:
    assert [case for case in IDS if case[0] in "AB" and not MATRIX[case].get("tests")] == []
