"""Breakers of the running text: a figure, a share, a year, a name, a document, a leftover that is wrong."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

from tests.spec.seeded.bases import REGISTER
from tests.spec.seeded.break_years import FEE, figure
from tests.spec.seeded.breakers import breaks
from tests.spec.seeded.reports import Case, finds, need


def _miscount(case: Case, line: str, pattern: str, chance: Random) -> Case:
    """The figure that a pattern's group stands for, written as another."""
    need(line in case.now.lines)
    found = re.search(pattern, case.now.lines[line].text)
    assert found is not None, (line, pattern, case.now.lines[line].text)
    wrong = int(found[1]) + chance.choice([1, 3, 10])
    return case.changed(lambda report: report.rewords(line, found[0], found[0].replace(found[1], str(wrong), 1)))


@breaks("TEXT-FIGURE", "carried_out", is_text=True)
def another_number_carried_out(case: Case, chance: Random) -> Case:
    return _miscount(case, "requests", r"继续办理(\d+)件", chance).expecting(finds("TEXT-FIGURE"))


@breaks("TEXT-FIGURE", "new", is_text=True)
def another_number_received(case: Case, chance: Random) -> Case:
    """The same is told rightly in another sentence."""
    need("change" in case.now.lines)
    broken = _miscount(case, "requests", r"公开申请(\d+)件", chance)
    return broken.expecting(finds("TEXT-FIGURE"), finds("TEXT-CONSISTENT"))


@breaks("TEXT-FIGURE", "documents", is_text=True)
def another_number_of_documents(case: Case, chance: Random) -> Case:
    return _miscount(case, "documents", r"现行有效(\d+)件", chance).expecting(finds("TEXT-FIGURE"))


@breaks("TEXT-FIGURE", "documents", is_text=True)
def no_documents_at_all(case: Case, chance: Random) -> Case:
    """西柳镇 2023: the text says 0, 0, 0, the table has 4 and 32."""
    columns = ("made", "repealed", "in_force")
    wrong = [c for c in columns if figure(case.now, f"T2:normative_document.{c}") > 0]
    need(bool(wrong))
    broken = case.changed(lambda report: report.says("documents", "全年制发行政规范性文件0件，废止0件，现行有效0件。"))
    return broken.expecting(finds("TEXT-FIGURE"))


@breaks("TEXT-FIGURE", "penalties", is_text=True)
def another_number_of_penalties(case: Case, chance: Random) -> Case:
    return _miscount(case, "penalties", r"处罚决定(\d+)件", chance).expecting(finds("TEXT-FIGURE"))


@breaks("TEXT-FIGURE", "disputes", is_text=True)
def another_number_of_reviews(case: Case, chance: Random) -> Case:
    return _miscount(case, "disputes", r"行政复议(\d+)件", chance).expecting(finds("TEXT-FIGURE"))


@breaks("TEXT-FIGURE", "results", is_text=True)
def another_number_granted(case: Case, chance: Random) -> Case:
    """The share is still that of the right figure, and the classes no longer come to the whole."""
    need("占" in case.now.lines.get("results", case.now.lines["basis"]).text)
    broken = _miscount(case, "results", r"予以公开(\d+)件", chance)
    return broken.expecting(finds("TEXT-FIGURE"), finds("TEXT-PARTS"), finds("TEXT-PERCENT"))


@breaks("TEXT-HANDLED", "handled", is_text=True)
def another_number_answered(case: Case, chance: Random) -> Case:
    broken = _miscount(case, "requests", r"办结(\d+)件", chance)
    return broken.expecting(finds("TEXT-HANDLED"), finds("TEXT-CONSISTENT"))


@breaks("TEXT-PARTS", "results handled", is_text=True)
def classes_that_do_not_come_to_the_whole(case: Case, chance: Random) -> Case:
    need(figure(case.now, "T3:total.total") > 0)
    broken = _miscount(case, "results", r"办结的(\d+)件", chance)
    return broken.expecting(finds("TEXT-PARTS"), finds("TEXT-HANDLED"), finds("TEXT-CONSISTENT"))


@breaks("TEXT-PARTS", "activities", is_text=True)
def more_in_the_parts_than_in_the_whole(case: Case, chance: Random) -> Case:
    found = re.search(r"进社区(\d+)场次、进园区(\d+)场次", case.now.lines["activities"].text)
    assert found is not None
    said = f"全年举办宣讲活动{int(found[1]) + int(found[2]) - 1}场次，其中{found[0]}。"
    return case.changed(lambda report: report.says("activities", said)).expecting(finds("TEXT-PARTS"))


@breaks("TEXT-PERCENT", "results", is_text=True)
def a_share_that_is_none(case: Case, chance: Random) -> Case:
    found = re.search(r"占(\d+)\.(\d\d)%", case.now.lines["results"].text if "results" in case.now.lines else "")
    need(found is not None)
    assert found is not None
    wrong = f"占{int(found[1]) + chance.choice([3, 10])}.{found[2]}%"
    return case.changed(lambda report: report.rewords("results", found[0], wrong)).expecting(finds("TEXT-PERCENT"))


@breaks("TEXT-CHANGE", "change", is_text=True)
def another_change_in_figures(case: Case, chance: Random) -> Case:
    need("件，增长" in _change(case) or "件，下降" in _change(case))
    return _miscount(case, "change", r"比上年[增减][加少](\d+)件", chance).expecting(finds("TEXT-CHANGE"))


@breaks("TEXT-CHANGE", "change", is_text=True)
def a_rise_that_was_a_fall(case: Case, chance: Random) -> Case:
    need("比上年减少" in _change(case))
    broken = case.changed(lambda r: r.rewords("change", "减少", "增加").rewords("change", "下降", "增长"))
    return broken.expecting(finds("TEXT-CHANGE"))


def _change(case: Case) -> str:
    return case.now.lines["change"].text if "change" in case.now.lines else ""


@breaks("TEXT-UPHELD", "disputes", is_text=True)
def all_upheld_but_for_some(case: Case, chance: Random) -> Case:
    ends = [figure(case.now, f"T4:review.{end}") for end in ("corrected", "other", "pending")]
    need(sum(ends) > 0)
    count = figure(case.now, "T4:review.total")
    said = f"因政府信息公开引起的行政复议{count}件，均获维持。"
    return case.changed(lambda report: report.says("disputes", said)).expecting(finds("TEXT-UPHELD"))


@breaks("TEXT-PERIOD", "period", is_text=True)
def the_period_of_last_year(case: Case, chance: Random) -> Case:
    year = case.now.year
    broken = case.changed(lambda report: report.rewords("period", f"{year}年1月1日", f"{year - 1}年1月1日"))
    return broken.expecting(finds("TEXT-PERIOD"))


@breaks("TEXT-PERIOD", "period", is_text=True)
def a_period_that_ends_a_day_early(case: Case, chance: Random) -> Case:
    broken = case.changed(lambda report: report.rewords("period", "12月31日", chance.choice(["12月30日", "11月30日"])))
    return broken.expecting(finds("TEXT-PERIOD"))


@breaks("TEXT-PERIOD", "period", is_text=True)
def a_year_typed_twice(case: Case, chance: Random) -> Case:
    year = case.now.year
    broken = case.changed(lambda report: report.rewords("period", f"至{year}年", f"至20{year}年"))
    return broken.expecting(finds("TEXT-PERIOD"))


@breaks("TEXT-YEAR", "year", is_text=True)
def a_sentence_of_last_year(case: Case, chance: Random) -> Case:
    said = chance.choice(
        ["我单位共产生政府文件12件。", "全区共举办开放活动6场次。", "本单位认真做好政府信息公开工作。"]
    )
    broken = case.changed(lambda report: report.says("year", f"{report.year - 1}年，{said}"))
    return broken.expecting(finds("TEXT-YEAR"))


@breaks("TEXT-CONTACT", "contact", is_text=True)
def the_contact_of_another_body(case: Case, chance: Random) -> Case:
    """金寨统计局 2020 gives the contact of 斑竹园镇."""
    own = case.now.unit
    others = [unit.name for unit in REGISTER.units if unit.parent is not None and not unit.name.endswith(own[-3:])]
    other = chance.choice([name for name in others if name.endswith(("局", "委员会", "镇人民政府", "街道办事处"))])
    need(own[3:] != "人民政府")
    return case.changed(lambda report: report.rewords("contact", own, other)).expecting(finds("TEXT-CONTACT"))


@breaks("TEXT-RESIDUE", "residue", is_text=True)
def words_of_the_template(case: Case, chance: Random) -> Case:
    left = ["该部分以表格形式报告。表格如下：", "请在此填写本单位情况。", "【待补充：主要问题】", "全年公开信息XX条。"]
    return _leaves(case, chance.choice(left))


@breaks("TEXT-RESIDUE", "residue", is_text=True)
def a_word_typed_twice(case: Case, chance: Random) -> Case:
    """周湾镇: 主动公开政府政府情况."""
    return _leaves(case, chance.choice(["主动公开政府政府情况良好。", "工作情况情况稳定。", "收到申请申请较少。"]))


def _leaves(case: Case, text: str) -> Case:
    return case.changed(lambda report: report.says("residue", text)).expecting(finds("TEXT-RESIDUE"))


@breaks("TEXT-CITATION", "basis", is_text=True)
def the_notice_of_the_former_form(case: Case, chance: Random) -> Case:
    return _cites(case, "国办公开办函〔2021〕30号", "国办公开办函〔2019〕60号")


@breaks("TEXT-CITATION", "basis", is_text=True)
def the_notice_under_a_wrong_name(case: Case, chance: Random) -> Case:
    """武义某乡 2023."""
    return _cites(case, "国办公开办函〔2021〕30号", "国办发〔2021〕30号")


@breaks("TEXT-CITATION", "basis", is_text=True)
def the_decree_that_was_replaced(case: Case, chance: Random) -> Case:
    return _cites(case, "国务院令第711号", "国务院令第492号")


def _cites(case: Case, right: str, wrong: str) -> Case:
    return case.changed(lambda report: report.rewords("basis", right, wrong)).expecting(finds("TEXT-CITATION"))


@breaks("TEXT-CONSISTENT", "metric", is_text=True)
def one_thing_told_twice(case: Case, chance: Random) -> Case:
    """杨凌审计局 2022: 20 in one section, 16 in another."""
    found = re.search(r"公开财政信息(\d+)条", case.now.lines["metric"].text)
    assert found is not None
    again = f"下一步继续做好公开财政信息{int(found[1]) + 4}条之后的更新工作。"
    return case.changed(lambda report: report.says("again", again, 5)).expecting(finds("TEXT-CONSISTENT"))


@breaks("FEE-UNIT", "T2 fees", is_text=True)
def yuan_in_the_table_and_ten_thousands_in_the_text(case: Case, chance: Random) -> Case:
    fee, former = figure(case.now, FEE), figure(case.before, FEE)
    need(fee > 0 and former > 0 and fee * 200 > former and "fees" in case.now.lines)
    broken = case.changed(lambda report: report.shows({FEE: fee * 10000}))
    return broken.expecting(finds("FEE-UNIT"), finds("PLAUSIBLE-CHANGE", FEE))


@breaks("FEE-TABLE", "T2 T2before fees section6", is_text=True)
def an_information_fee_that_the_table_lacks(case: Case, chance: Random) -> Case:
    """3,000 yuan are 0.3 万元: the table shows 0.1."""
    low = Decimal("0.1")
    broken = case
    for report in ("now", "before"):
        broken = broken.changed(lambda r: r.shows({FEE: low}).says("fees", "收取行政事业性收费0.1万元。"), report)
    said = "全年发出收费通知1件，总金额3000元，实际收取信息处理费3000元。"
    return broken.changed(lambda r: r.says("nothing", said, 6)).expecting(finds("FEE-TABLE"))


@breaks("FEE-TIERS", "section6", is_text=True)
def a_fee_that_the_tiers_do_not_come_to(case: Case, chance: Random) -> Case:
    amount = chance.choice([15, 95, 155, 3333])
    return _fees(case, f"全年发出收费通知1件，总金额{amount}元，未实际收取信息处理费。")


@breaks("FEE-TIERS", "section6", is_text=True)
def more_received_than_asked(case: Case, chance: Random) -> Case:
    need(figure(case.now, FEE) > 1)
    return _fees(case, "全年发出收费通知1件，总金额700元，实际收取信息处理费900元。")


def _fees(case: Case, said: str) -> Case:
    return case.changed(lambda report: report.says("nothing", said, 6)).expecting(finds("FEE-TIERS"))
