"""Declared sources: the shipped examples hold, and every fault is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.catalog.catalog import CatalogError, load_catalog
from warehouse.catalog.portal import web_address
from warehouse.catalog.portal_files import EXAMPLES, load_sources, source_fingerprint

KINDS = {"json_api", "list_page", "report_page", "board", "export_file"}
LIST = """kind: list_page
title: 甲
url: https://p.example/index.html
item_kind: notice
rows: //li
items: {title: a/text(), url: a/@href, published_on: span/text()}
"""


def load(tmp_path: Path, text: str, name: str = "a.yaml") -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    load_sources(tmp_path)


def test_every_kind_has_an_example_that_holds() -> None:
    assert {source.kind for source in load_sources(EXAMPLES)} == KINDS


def test_a_ratio_is_declared_of_metrics_that_are_declared() -> None:
    metrics = {metric.code: metric for metric in load_catalog().portal.metrics}
    for metric in metrics.values():
        assert (metric.origin == "ratio") == (metric.numerator is not None and metric.denominator is not None)
        assert {metric.numerator, metric.denominator} - {None} <= set(metrics)
        assert set(metric.source_kinds) <= KINDS


def test_every_fault_fills_its_message() -> None:
    known = dict.fromkeys(("detail", "url", "place", "field", "value", "expected", "actual", "before", "share"), "甲")
    words = load_catalog().portal
    for fault in words.faults:
        assert "{" not in words.sentence(fault.code, **known)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LIST.replace("item_kind: notice\n", ""), "item_kind"),
        (LIST + "paging: {pattern: index.html}\n", "{n}"),
        (LIST + "paging: {}\n", "只填一项"),
        (LIST + "unknown: 1\n", "unknown"),
        (LIST + "terms: {most_pages: 0}\n", "terms.most_pages"),
        (LIST + "token: {env: 'secret value'}\n", "token.env"),
        (LIST.replace("https://", "https://user:pass@"), "用户名"),
        (LIST.replace("https://p.example", "p.example"), "http://"),
        ("- 1\n", "名称: 值"),
        ("kind: [\n", "无法读取"),
        ("kind: export_file\ntitle: 甲\npath: ../x.csv\nfigures: {period: a, metrics: {visits: b}}\n", "工作区内"),
        ("kind: export_file\ntitle: 甲\nfigures: {period: a, metrics: {visits: b}}\n", "只填一项"),
        ("kind: board\ntitle: 甲\nurl: http://x/\nformat: json\nfigures: {period: a, metrics: {visits: b}}\n", "rows"),
    ],
)
def test_a_fault_is_said_with_its_file_and_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogError) as refused:
        load(tmp_path, text)
    assert said in str(refused.value)
    assert "a.yaml" in str(refused.value)


def test_a_metric_has_one_source(tmp_path: Path) -> None:
    export = "kind: export_file\ntitle: 甲\npath: x.csv\nfigures: {period: a, metrics: {visits: b}}\n"
    load(tmp_path, export)
    with pytest.raises(CatalogError, match=r"visits.*a.*b"):
        load(tmp_path, export, "b.yaml")


def test_a_changed_declaration_has_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(LIST, "utf-8")
    [first] = load_sources(tmp_path)
    (tmp_path / "a.yaml").write_text("# 说明\n" + LIST, "utf-8")
    assert [source_fingerprint(source) for source in load_sources(tmp_path)] == [source_fingerprint(first)]
    (tmp_path / "a.yaml").write_text(LIST + "since: 2025-01-01\n", "utf-8")
    assert [source_fingerprint(source) for source in load_sources(tmp_path)] != [source_fingerprint(first)]


@pytest.mark.parametrize("url", ["http://p.example", "https://p.example:8080/a?b=c@d"])
def test_a_web_address_is_one(url: str) -> None:
    assert web_address(url) == url
