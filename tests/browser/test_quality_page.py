"""The quality page in a real browser: on a phone and on a desk it never scrolls sideways, and nothing runs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reports.quality.page import render_quality_page
from reports.revision_page import RevisionFacts, render_revision_page
from reports.revision_xlsx import RevisionLine
from tests.browser.test_pages import measured
from tests.unit.reports.papers import CATALOG, HOSTILE
from tests.unit.reports.quality_facts import counted, facts

LONG = f"很长的单位名称{'某' * 30}管理委员会"


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_the_page_never_scrolls_sideways(tmp_path: Path, width: int) -> None:
    text = render_quality_page(facts(**counted(LONG, "没有空格的说明" * 40)), CATALOG)
    found = measured(tmp_path, text, width)
    assert (found["width"], found["content"], found["outside"]) == (width, width, 0)


def test_on_a_phone_only_rules_trend_runs_and_revisions_scroll_in_their_own_box(tmp_path: Path) -> None:
    found = measured(tmp_path, render_quality_page(facts(), CATALOG), 390)
    assert found["tables"] == 6
    assert int(found["wide"]) <= 4


@pytest.mark.parametrize("width", [390, 1280])
def test_the_revision_table_scrolls_in_its_own_box_on_a_phone_only(tmp_path: Path, width: int) -> None:
    place = ("2025年第一季度", LONG, "本机关本期", "行政许可 处理决定数量")
    line = RevisionLine(*place, Decimal(31), Decimal(36), Decimal(5), "没有空格的理由" * 20, "T2:licence.decisions")
    revision = RevisionFacts(
        "某区人民政府", "0002-2025Q1-3e01a745", "0001-2025Q1-53c0630a", datetime(2025, 5, 7), [line]
    )
    found = measured(tmp_path, render_revision_page(revision, "发布数字修订表", ["空白表示没有数字。"]), width)
    assert (found["width"], found["content"], found["outside"]) == (width, width, 0)
    assert found["wide"] == (1 if width == 390 else 0)


def test_on_a_desk_no_table_needs_scrolling(tmp_path: Path) -> None:
    found = measured(tmp_path, render_quality_page(facts(), CATALOG), 1280)
    assert found["wide"] == 0


def test_a_hostile_name_makes_no_element(tmp_path: Path) -> None:
    found = measured(tmp_path, render_quality_page(facts(**counted(HOSTILE, HOSTILE)), CATALOG), 1280)
    assert found["scripts"] == 0
