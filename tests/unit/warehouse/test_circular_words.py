"""The circular's declared words: a name that nobody supplies, or a count that nobody looked at, is refused when the catalogue is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from warehouse.catalog.catalog import DATA, CatalogError, load_catalog


def refused(folder: Path, old: str, new: str) -> str:
    copy = folder / "data"
    shutil.copytree(DATA, copy)
    path = copy / "circular.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogError) as broken:
        _ = load_catalog(copy).circular
    return str(broken.value)


def test_a_name_that_nobody_declares_is_refused(tmp_path: Path) -> None:
    assert "“nobody”没有声明" in refused(tmp_path, "“上年同期”指{before_label}。", "“上年同期”指{nobody}。")


def test_a_count_that_may_be_unknown_is_said_only_where_it_was_looked_at(tmp_path: Path) -> None:
    said = refused(tmp_path, "{when: {late: positive, on_time: known}, say", "{when: {late: positive}, say")
    assert "用到“on_time”，但 when 没有要求它已知" in said


def test_a_list_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    assert "没有声明 each 的“documents”" in refused(tmp_path, "- each: document\n", "- each: documents\n")


def test_what_is_highlighted_and_drawn_is_declared() -> None:
    catalog = load_catalog()
    words = catalog.circular
    assert {*words.highlights, *words.charts.indicators} <= set(catalog.indicators.by_code)
    assert set(words.metrics) <= {metric.code for metric in catalog.portal.metrics}
    assert set(words.charts.columns) <= {column.code for column in catalog.quarter_columns}
    assert {code for addressee in words.addressees for code in addressee.kinds} <= {k.code for k in catalog.unit_kinds}
