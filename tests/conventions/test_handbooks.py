"""The handbooks in docs/ say what is declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.handbook import handbooks
from warehouse.catalog.catalog import load_catalog
from warehouse.tables import tables


@pytest.mark.parametrize("path", handbooks(), ids=lambda path: path.name)
def test_a_handbook_is_as_declared(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == handbooks()[path], "run `make docs`"


def test_the_handbooks_name_every_rule_and_every_table() -> None:
    rules, dictionary = (text for _, text in sorted(handbooks().items()))
    assert [rule.id for rule in load_catalog().rules if f"### {rule.id}　" not in rules] == []
    assert [table.name for table in tables().values() if table.mart_name not in dictionary] == []
