"""docs/coverage.md names every rule, no rule that is none, and every kind of error by its number, once."""

from __future__ import annotations

import re

from tests.conventions.source import ROOT
from warehouse.catalog.catalog import load_catalog

PAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
RULES = {rule.id for rule in load_catalog().rules}


def test_every_rule_stands_beside_what_it_covers() -> None:
    named = set(re.findall(r"`([A-Z0-9]+(?:-[A-Z]+)+)`", PAGE))
    assert named == RULES


def test_every_kind_of_error_is_answered_once() -> None:
    numbers = re.findall(r"^\| ([KE]-?\d+) \|", PAGE, re.MULTILINE)
    assert numbers == [*(f"K{n}" for n in range(1, 15)), *(f"E-{n:02}" for n in range(1, 23))]
    assert all(line.count("|") == 4 for line in PAGE.splitlines() if re.match(r"\| [KE]", line))
