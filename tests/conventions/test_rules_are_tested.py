"""Every declared rule is named by a test in which it passes and by one in which it fails."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.conventions.source import Function, Module, modules
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.rules import Rule

JUDGED = ("tests/spec", "tests/unit/expectations")  # where rules are run on batches
PASSING = '"pass"'
FAILING = re.compile(r'"fail"|failures\(|violations(?:\.select|\["message"\])')


@dataclass(frozen=True, slots=True)
class _Case:
    """One test function, decorators included, and what it says in strings, its module's constants followed."""

    source: str
    strings: frozenset[str]

    @property
    def fails(self) -> bool:
        return FAILING.search(self.source) is not None

    def names(self, rule: Rule) -> bool:
        return any(rule.id in text for text in self.strings)


@cache
def _cases(*folders: str) -> tuple[_Case, ...]:
    """Read once for all rules."""
    return tuple(
        case for module in modules(*folders) if module.path.name.startswith("test_") for case in _cases_of(module)
    )


def _cases_of(module: Module) -> Iterator[_Case]:
    constants = dict(_constants(module))
    lines = module.text.splitlines()
    for node in module.functions():
        if node.name.startswith("test_"):
            yield _Case(_source(lines, node), frozenset(_strings(node, constants)))


def _constants(module: Module) -> Iterator[tuple[str, str]]:
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from ((target.id, node.value.value) for target in node.targets if isinstance(target, ast.Name))


def _source(lines: list[str], node: Function) -> str:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return "\n".join(lines[first - 1 : node.end_lineno])


def _strings(function: Function, constants: dict[str, str]) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name) and node.id in constants:
            yield constants[node.id]


@pytest.mark.parametrize("rule", load_catalog().rules, ids=lambda rule: rule.id)
def test_a_rule_has_a_test_that_passes_and_one_that_fails(rule: Rule) -> None:
    judged = [case for case in _cases(*JUDGED) if case.names(rule)]
    # Rules on files are noticed by the reader: a test of it that names the rule expects the problem.
    noticed = [case for case in _cases("tests") if rule.kind == "file" and case.names(rule)]
    assert any(PASSING in case.source for case in judged), "no test in which it passes"
    assert any(case.fails for case in judged) or any(PASSING not in case.source for case in noticed), "none that fails"
