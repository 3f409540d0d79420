"""The circular's text: every count, list and rank in it is written down here by hand from the cases."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.circular.compose import compose_circular
from reports.circular.content import CircularReport, Office, ScoreRow, UnitRef
from reports.circular.words import Named, unit_names
from reports.narrative.paper import Heading, Paper, Paragraph
from reports.narrative.place import jurisdiction, level
from tests.unit.reports.circular_cases import (
    COVERAGE,
    JUSTICE,
    PARK,
    STREET,
    TOWN,
    UNITS,
    UNKNOWN_DAYS,
    bare,
    circular,
    coverage,
    whole_quarter,
)
from tests.unit.reports.papers import CATALOG, HOSTILE
from tests.unit.reports.task_cases import task_report
from warehouse.catalog.period import Period

WORDS = CATALOG.circular


def said(report: CircularReport) -> str:
    return "\n".join(b.text for b in compose_circular(report, CATALOG).blocks if isinstance(b, Heading | Paragraph))


def headings(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Heading)]


def test_it_is_addressed_to_the_kinds_of_units_that_there_are() -> None:
    assert said(circular()).startswith("各镇人民政府，各街道办事处，区政府各委、办、局，各园区管理机构，各有关单位：\n")
    assert said(bare()).startswith("各镇人民政府，区政府各委、办、局：\n")


def test_a_city_addresses_its_districts() -> None:
    office = Office("浦海市人民政府办公厅", ("district", "city_department"), ())
    city = circular(office=office, quarter=whole_quarter(district_name="浦海市人民政府"))
    assert said(city).startswith("各区人民政府，市政府各委、办、局：\n")
    assert "全市新收政府信息公开申请" in said(city)


@pytest.mark.parametrize(
    ("name", "place"),
    [("云江区人民政府", "云江区"), ("云江区", "云江区"), ("人民政府", "人民政府"), ("滨江管委会", "滨江管委会")],
)
def test_the_place_is_named_without_its_government(name: str, place: str) -> None:
    assert jurisdiction(name, CATALOG) == place


@pytest.mark.parametrize(("name", "word"), [("云江区人民政府", "区"), ("浦海市人民政府", "市"), ("某某县", "县")])
def test_a_government_s_bodies_are_called_by_its_level(name: str, word: str) -> None:
    assert level(name, CATALOG) == word


def test_it_says_what_it_rests_on_and_which_time_it_is_about() -> None:
    text = said(circular())
    assert (
        "根据《中华人民共和国政府信息公开条例》和《2025年要点》（云府办〔2025〕3号），"
        "现将2025年第二季度（2025年4月1日至2025年6月30日）全区政务公开工作情况通报如下。"
    ) in text
    assert "“上年同期”指2024年第二季度。" in text


def test_reporting_is_counted_as_the_rows_are() -> None:
    text = said(circular())
    assert "应报季度报表的单位7家，已报5家（其中零报送1家），未报2家。" in text
    assert "已报的单位中，按期报送4家，逾期报送1家。其中1家单独报送，不计入全区合计。" in text
    assert "报表曾被退回的单位2家，共3次。上年同期应报7家，已报7家。" in text
    assert (
        "未报送的单位2家：云江区云溪镇人民政府、云江滨江开发建设管理委员会。逾期报送的单位1家：云江区司法局。" in text
    )
    assert "报表被退回的单位2家：云江区司法局（2次）、云江滨江开发建设管理委员会。" in text
    assert "其中至今没有更正计入的1家：云江滨江开发建设管理委员会。" in text


def test_an_unknown_day_leaves_lateness_unsaid() -> None:
    rows = (*COVERAGE[1:3], coverage(STREET, is_late=None))
    text = said(circular(coverage=rows))
    assert "没有判断是否逾期" in text
    assert "逾期报送" not in text


def test_figures_are_said_with_the_year_to_date_and_last_year() -> None:
    text = said(circular())
    assert "全区新收政府信息公开申请14069件，上期结转560件，办结13810件，结转下期继续办理819件。" in text
    assert "本年累计新收28138件，办结13810件。上年同期新收14000件，同比增加69件，增长0.49%。" in text


def test_an_indicator_of_two_sources_counts_once_and_is_short_where_one_of_them_says_so() -> None:
    """备案率 and 回复率 are required and short, 及时率 too; 主动公开率 has no requirement: 4 indicators, 3 required, 0 met."""
    text = said(circular())
    assert "统计工作指标4项，其中有评价要求的3项。按全区数据，达到要求0项，未达到要求3项，其余0项" in text
    assert (
        "未达到要求的是公文备案率90%（应达到100%）、政策留言板按时回复率75%（应达到100%）、报送及时率71.43%（应达到100%）。"
        in text
    )
    assert (
        "主要指标：公文主动公开率95.24%（本年累计90%）、政策留言板按时回复率（工作指标表）100%（本年累计95%，上年同期90%）、"
        "政策留言板按时回复率（门户网站）75%。"
    ) in text


def test_who_falls_short_is_named_by_indicator_and_what_stands_elsewhere_is_not_said_twice() -> None:
    text = said(circular())
    assert "1家单位在2项指标上未达到要求，共2项次" in text
    assert "公文备案率（应达到100%，工作指标表）未达到要求的1家：云江区司法局（80%）。" in text
    assert "报送及时率（" not in text.split("二、存在问题")[1]


def test_two_sources_that_differ_are_told_with_both_values() -> None:
    text = said(circular())
    assert "同一指标两个来源的数据不一致的有1项次，涉及1家单位，请核实哪一个准确。" in text
    assert "政策留言板按时回复率不一致的1家：云江区司法局（工作指标表100%，门户网站75%）。" in text


def test_ties_share_a_rank_and_who_is_not_ranked_is_only_told() -> None:
    text = said(circular())
    assert "按“季度评估方案”，5家单位有得分，其中4家参加排名（部门3家、街镇1家）。" in text
    assert "参加排名的单位中，优秀2家、良好2家。" in text
    assert "只通报得分、不参加排名的单位1家：国家税务总局云江区税务局（90分）。" in text
    assert (
        "部门共3家，依次为云江区司法局（96.5分，第1名）、云江区教育局（96.5分，第1名）、云江区卫生健康委员会（80分，第3名）。"
    ) in text


def test_a_large_group_is_told_by_its_first_and_last_places() -> None:
    """Places 1, 2, 2, 4 … 9, 9: three from above with whoever shares them, three from below."""
    assert (
        "部门共10家，居前的是单位1（99分，第1名）、单位2（98分，第2名）、单位3（98分，第2名）；"
        "居后的是单位8（92分，第8名）、单位9（91分，第9名）、单位10（91分，第9名）。"
    ) in said(ranked(1, 2, 2, 4, 5, 6, 7, 8, 9, 9))


def ranked(*ranks: int) -> CircularReport:
    rows = tuple(
        ScoreRow(UnitRef(f"u{n}", f"单位{n}", "部门", "部门"), "部门", Decimal(100 - rank), None, None, rank, True)
        for n, rank in enumerate(ranks, 1)
    )
    return circular(scores=rows, units=(*UNITS, *(row.unit for row in rows)))


def test_many_who_share_a_place_are_told_by_how_many_they_are() -> None:
    """Six share the first place, two the eighth and last; behind the seventh there are two."""
    text = said(ranked(1, 1, 1, 1, 1, 1, 7, 8, 8))
    assert (
        "部门共9家，居前的是并列第1名的6家（99分）；居后的是单位7（93分，第7名）、单位8（92分，第8名）、单位9（92分，第8名）。"
    ) in text


def test_where_all_share_one_place_there_is_no_last_one() -> None:
    assert "部门共8家，居前的是并列第1名的8家（99分）。" in said(ranked(*[1] * 8))


def test_in_the_first_quarter_the_year_to_date_is_not_said_again() -> None:
    quarter = whole_quarter()
    first = replace(quarter, period=Period(2025, 1), quarter=replace(quarter.quarter, period=Period(2025, 1)))
    report = circular(quarter=first)
    text, names = said(report), {grid.name for grid in compose_circular(report, CATALOG).grids}
    assert "本年累计新收" not in text
    assert "即本年累计，不另列表。" in text
    assert "（本年累计" not in text
    assert {name for name in names if name.startswith("ytd_")} == set()
    assert {"T3", "units"} <= names


def test_problems_are_those_that_are_left_with_what_was_closed_said_beside_them() -> None:
    text = said(circular())
    assert "涉及2家单位，共3个：未报1个、指标未达标1个、任务逾期1个。其中本季度新列2个，以前转入1个。" in text
    assert "超过整改期限没有改正的1个，单位：云江区司法局（1个）。" in text
    assert "以前列入的问题，本季度销号1个。" in text


def test_demands_have_their_days() -> None:
    text = said(circular())
    assert "补报、更正均应在2025年8月5日前完成。" in text
    assert "于2025年8月5日前把整改结果报云江区人民政府办公室" in text
    assert "2025年第三季度报表请于2025年10月10日前报送" in text
    assert "\n云江区人民政府办公室\n2025年7月22日\n附件1" in text


def test_a_year_that_nobody_has_arranged_is_said_and_no_day_is_guessed() -> None:
    text = said(circular(days=UNKNOWN_DAYS))
    assert "2027年的工作日安排尚未公布，涉及该年的期限待公布后另行通知。" in text
    assert "2025年第三季度报表的报送期限另行通知" in text
    assert "【待补充：印发日期】" in text
    demands = text.split("三、下一步要求")[1].split("附件：")[0]
    assert "日前" not in demands


def test_tasks_are_told_by_document_and_those_behind_by_unit() -> None:
    units = (*UNITS, *(UnitRef(n, n, "部门", "部门") for n in {line.unit_name for line in task_report().progress}))
    report = circular(quarter=whole_quarter(tasks=task_report()), units=tuple({u.name: u for u in units}.values()))
    text = said(report)
    assert (
        "《2025年云江区政务公开工作要点》（云府办〔2025〕9号）共5项任务，其中4项落实到3家单位、8项次，1项的责任单位尚待分派，计为未报送进展。"
        "截至2025年6月30日，推进中1项、逾期未完成1项、未报送进展3项。"
        "按单位计，已完成3项次、推进中1项次、逾期未完成1项次、未报送进展3项次。"
    ) in text
    assert "本季度应报2项次，未达到要求1项次、不适用（本期无此类事项）1项次。" in text
    assert "有1项次任务超过时限未完成，涉及单位1家：云江区司法局（1项）。" in text
    assert "2025年第三季度到期而尚未完成的任务有1项：二(三)10 政府开放月（3家），请责任单位提前安排。" in text


def test_what_there_is_nothing_of_is_left_out_with_a_word() -> None:
    text, paper = said(bare()), compose_circular(bare(), CATALOG)
    for sentence in (
        "本季度没有工作指标的数据。",
        "本季度没有政务公开工作要点的任务数据。",
        "本季度没有门户网站采集的数据。",
        "本季度没有采用评估方案，不通报得分和排名。",
        "没有上年同期的报送数据。",
        "本季度没有需要通报的问题。",
    ):
        assert sentence in text
    assert [one for one in headings(paper) if one.startswith("附件")] == [
        "附件1　2025年第二季度各单位报表报送情况",
        "附件2　2025年第二季度政府信息公开数据",
    ]
    assert "本季度没有数据而不列的附表：2025年第二季度工作指标、" in text
    assert all(grid.height > 1 for grid in paper.grids)


def test_headings_and_annexes_are_numbered_without_gaps() -> None:
    found = headings(compose_circular(circular(), CATALOG))
    problems = found[found.index("二、存在问题") + 1 : found.index("三、下一步要求")]
    assert [one[:3] for one in problems] == [f"（{number}）" for number in "一二三四五"]
    assert [one[:3] for one in found if one.startswith("附件")] == [f"附件{number}" for number in range(1, 8)]
    lines = [line.strip() for line in said(circular()).splitlines() if "．2025年" in line]
    assert [line.removeprefix("附件：")[:2] for line in lines] == [f"{number}．" for number in range(1, 8)]


def test_tables_are_numbered_through_and_each_has_its_own_name() -> None:
    grids = compose_circular(circular(), CATALOG).grids
    assert [grid.caption.split("　")[0] for grid in grids] == [f"表{number}" for number in range(1, len(grids) + 1)]
    assert len({grid.name for grid in grids}) == len(grids)


def test_few_names_stand_as_they_are_and_many_of_several_kinds_by_kind() -> None:
    few = [Named(unit) for unit in (JUSTICE, TOWN)]
    assert unit_names(few, WORDS) == "：云江区司法局、云江区云溪镇人民政府"
    many = [Named(unit) for unit in (*UNITS[:3], TOWN, PARK)]
    assert unit_names(many, WORDS) == (
        "，其中部门3家：云江区司法局、云江区教育局、云江区卫生健康委员会；镇1家：云江区云溪镇人民政府；"
        "园区1家：云江滨江开发建设管理委员会"
    )
    assert unit_names([], WORDS) == ""


def test_what_stands_behind_every_name_is_said_once() -> None:
    assert (
        unit_names([Named(JUSTICE, "0%"), Named(TOWN, "0%")], WORDS) == "：云江区司法局、云江区云溪镇人民政府，均为0%"
    )
    assert (
        unit_names([Named(JUSTICE, "0%"), Named(TOWN, "5%")], WORDS)
        == "：云江区司法局（0%）、云江区云溪镇人民政府（5%）"
    )


def test_a_hostile_name_stays_text() -> None:
    unit = replace(TOWN, name=HOSTILE)
    text = said(
        circular(
            coverage=(coverage(unit, is_in=False),), units=(unit,), scores=(), problems=(), links=(), indicators=()
        )
    )
    assert "未报送的单位1家：<img src=x onerror=alert(1)>{publisher}。" in text
