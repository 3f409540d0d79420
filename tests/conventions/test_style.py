"""STYLE held by reading the source: sizes, names, documentation, and no year written into code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from statistics import median

import pytest

from tests.conventions.source import ROOMS, ROOT, Function, Module, modules

OURS = (*ROOMS, "benchmarks")
EVERYTHING = (*OURS, "tests")
LONGEST_FILE, LONGEST_FUNCTION = 350, 40
MEDIAN_FILE, MEDIAN_FUNCTION = 120, 10
BANNED_MODULES = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}
BANNED_VERBS = re.compile(r"_*(process|handle|do)_")
HOOKS = {"handle_starttag", "handle_endtag", "handle_data"}  # html.parser.HTMLParser calls them by these names
UNFINISHED = re.compile(r"\b(?:TODO|FIX" + r"ME|XXX)\b|raise NotImplemented" + r"Error")
A_YEAR = re.compile(r"(?:19|20)\d\d")


def _lines(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _module(source: str) -> Module:
    return Module(ROOT / "flows" / "example.py", source, ast.parse(source))


def test_no_file_is_longer_than_350_lines() -> None:
    lengths = {module.name: module.text.count("\n") for module in modules(*EVERYTHING)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        module.place(node): _lines(node)
        for module in modules(*OURS)
        for node in module.functions()
        if _lines(node) > LONGEST_FUNCTION
    }
    assert long == {}


def test_half_of_the_files_and_functions_are_small() -> None:
    assert median(module.text.count("\n") for module in modules(*OURS)) <= MEDIAN_FILE
    assert median(_lines(node) for module in modules(*OURS) for node in module.functions()) <= MEDIAN_FUNCTION


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [module.name for module in modules(*EVERYTHING) if BANNED_MODULES & set(module.name.split("."))] == []


def test_no_function_has_a_verb_that_says_nothing() -> None:
    functions = ((module, node) for module in modules(*OURS) for node in module.functions() if node.name not in HOOKS)
    assert [module.place(node) for module, node in functions if BANNED_VERBS.match(node.name)] == []


def test_nothing_is_left_unfinished() -> None:
    sources = [module for module in modules(*EVERYTHING) if module.path.name != "test_style.py"]
    assert [module.name for module in sources if UNFINISHED.search(module.text)] == []


def _bare(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            yield module.place(node)


def test_no_except_is_bare() -> None:
    assert [place for module in modules(*EVERYTHING) for place in _bare(module)] == []


def _undocumented(module: Module) -> Iterator[str]:
    if ast.get_docstring(module.tree) is None and module.text.strip():
        yield module.name
    scopes: list[ast.Module | ast.ClassDef] = [module.tree]
    for scope in scopes:
        for node in scope.body:
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                if ast.get_docstring(node) is None:
                    yield module.place(node)
                if isinstance(node, ast.ClassDef):
                    scopes.append(node)


def test_every_module_and_public_function_says_what_and_why() -> None:
    assert [place for module in modules(*OURS) for place in _undocumented(module)] == []


def _is_year(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(_is_year(part) for part in node.elts)
    return (
        isinstance(node, ast.Constant)
        and not isinstance(node.value, bool)
        and isinstance(node.value, int | str)
        and A_YEAR.fullmatch(str(node.value)) is not None
    )


def _years(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Compare) and any(_is_year(part) for part in (node.left, *node.comparators)):
            yield module.place(node)
        elif isinstance(node, ast.MatchValue) and _is_year(node.value):
            yield module.place(node.value)


def test_no_code_asks_which_year_it_is() -> None:
    assert [place for module in modules(*ROOMS) for place in _years(module)] == []


@pytest.mark.parametrize(
    "source",
    ["x = year >= 2021", "x = edition == '2019'", "x = year in (2019, 2020)", "match edition:\n    case '2021': pass"],
)
def test_a_year_written_into_a_comparison_is_seen(source: str) -> None:
    assert len(list(_years(_module(source)))) == 1


@pytest.mark.parametrize("source", ["x = count >= 100", "x = Period(2021)", "x = size == 20210"])
def test_a_number_that_is_no_year_is_let_be(source: str) -> None:
    assert list(_years(_module(source))) == []


def test_a_bare_except_and_a_missing_docstring_are_seen() -> None:
    module = _module("'''m'''\ntry:\n    pass\nexcept:\n    pass\nclass A:\n    '''a'''\n    def b(self): pass\n")
    assert list(_bare(module)) == ["flows/example.py:4"]
    assert list(_undocumented(module)) == ["flows/example.py:8"]
