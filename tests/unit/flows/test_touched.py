"""What a release was made for is said in a line, with what of it was made and what was taken."""

from __future__ import annotations

from pathlib import Path

from flows.steps.drafts import Saved
from flows.steps.site.writing import SiteSummary
from flows.steps.touched import what_was_touched
from warehouse.tables import tables

BUILT = [name for name, table in tables().items() if table.role == "built"]
SAVED = Saved([Path("a.docx"), Path("a.html"), Path("b.docx")], {}, {"a.docx"})
SITE = SiteSummary(files=90, size=1, made_from={}, taken=60)


def test_a_correction_is_named_with_its_unit_and_period() -> None:
    touched = what_was_touched(["民政局2025年第一季度更正报送"], BUILT[:4], SAVED, SITE, is_first=False)
    rest = len(BUILT) - 4
    assert touched.sentence == (
        f"因民政局2025年第一季度更正报送：重新计算 4 张表，写 2 份文件、30 页；其余 {rest} 张表、1 份文件、60 页沿用。"
    )


def test_of_many_reports_the_first_are_named_and_all_are_counted() -> None:
    touched = what_was_touched(["甲", "乙", "丙", "丁"], [], SAVED, SITE, is_first=False)
    assert touched.sentence.startswith("因甲、乙、丙等 4 份报送：重新计算 0 张表，")


def test_the_first_release_and_one_without_another_report_say_so() -> None:
    assert what_was_touched([], BUILT, SAVED, SITE, is_first=True).sentence.startswith("首次发布：")
    assert what_was_touched([], BUILT, SAVED, SITE, is_first=False).sentence.startswith("计入的报送没有变动：")
