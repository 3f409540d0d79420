"""Every declared rule is named by a test in which it passes and by one in which it fails."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conventions.source import modules
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.rules import Rule

JUDGED = ("tests/spec", "tests/unit/expectations")  # where rules are run on batches
PASSING = '"pass"'
FAILING = re.compile(r'"fail"|failures\(|violations(?:\.select|\["message"\])')


def _tests(*folders: str) -> Iterator[str]:
    """The source of each test function, decorators included."""
    for module in modules(*folders):
        lines = module.text.splitlines()
        for node in module.functions():
            if node.name.startswith("test_") and module.path.name.startswith("test_"):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                yield "\n".join(lines[first - 1 : node.end_lineno])


def _names(source: str, rule: Rule) -> bool:
    strings = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return any(isinstance(value, str) and rule.id in value for value in strings)


def _is_noticed(source: str) -> bool:
    """Rules on files are noticed by the reader: where it is tested, naming the rule is to expect the problem."""
    return PASSING not in source and FAILING.search(source) is None


@pytest.mark.parametrize("rule", load_catalog().rules, ids=lambda rule: rule.id)
def test_a_rule_has_a_test_that_passes_and_one_that_fails(rule: Rule) -> None:
    judged = [source for source in _tests(*JUDGED) if _names(source, rule)]
    assert any(PASSING in source for source in judged), "no test in which it passes"
    broken = any(FAILING.search(source) for source in judged)
    noticed = rule.kind == "file" and any(_is_noticed(source) and _names(source, rule) for source in _tests("tests"))
    assert broken or noticed, "no test in which it fails"
