"""Every line of the fault and abuse matrix is held by tests that exist, or says why not."""

from __future__ import annotations

import ast
from functools import cache
from typing import Any

import pytest
import yaml

from tests.conventions.source import ROOT


class Strict(yaml.SafeLoader):
    """YAML in which a case that stands there twice is an error: the later line would hide the earlier one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        if double := sorted({key for key in keys if keys.count(key) > 1}):
            raise yaml.constructor.ConstructorError(None, None, f"twice: {double}", node.start_mark)
        return super().construct_mapping(node, deep)


MATRIX = yaml.load((ROOT / "tests" / "hostile" / "matrix.yaml").read_text(encoding="utf-8"), Strict)
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


def test_a_case_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(yaml.YAMLError, match=r"twice: \['C05'\]"):
        yaml.load("C05: {what: a}\nC06: {what: b}\nC05: {what: c}", Strict)


def test_every_case_of_faults_is_held_by_a_test_or_by_a_campaign_with_figures() -> None:
    for case in (case for case in IDS if case[0] in "CD" and not MATRIX[case].get("tests")):
        assert "docs/reliability.md" in MATRIX[case]["reason"], case
