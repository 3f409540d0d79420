"""The running text: it says what the figures say, leaves a place for the writer where they say nothing, and is never wrong."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from pydantic import ValidationError

from reports.narrative.annual import compose_annual
from reports.narrative.figures import derive_figures, render_share
from reports.narrative.paper import Heading, Paper, Paragraph, clean_text
from reports.statement import Coverage
from tests.unit.reports.papers import CATALOG, HOSTILE, annual, city_values, zero_values
from warehouse.catalog.narrative import Narrative


def said(paper: Paper) -> str:
    return "\n".join(block.text for block in paper.blocks if isinstance(block, Heading | Paragraph))


def gaps(paper: Paper) -> list[str]:
    paragraphs = [block for block in paper.blocks if isinstance(block, Paragraph)]
    return [run.text for block in paragraphs for run in block.runs if run.is_gap]


def text_of(changes: dict[str, int | None], former: dict[str, int] | None = None) -> str:
    changed = {code: None if value is None else Decimal(value) for code, value in changes.items()}
    before = None if former is None else zero_values() | {code: Decimal(value) for code, value in former.items()}
    return said(compose_annual(annual(city_values() | changed, before), CATALOG))


def test_the_annual_report_has_the_six_sections_and_the_five_aspects() -> None:
    headings = [
        block.text for block in compose_annual(annual(city_values()), CATALOG).blocks if isinstance(block, Heading)
    ]
    assert [h for h in headings if re.match("[一二三四五六]、", h)] == list(CATALOG.edition("2021").sections)
    assert headings[1:6] == [
        "（一）主动公开",
        "（二）依申请公开",
        "（三）政府信息管理",
        "（四）政府信息公开平台建设",
        "（五）监督保障",
    ]


def test_figures_in_the_text_are_those_of_the_tables() -> None:
    text = text_of({})
    assert "制发行政规范性文件31件，废止12件，现行有效431件" in text
    assert "行政许可决定1234567件、行政处罚决定204991件、行政强制决定5件" in text
    assert "行政事业性收费7730.28万元" in text
    assert "新收政府信息公开申请14069件，其中自然人13612件、法人或其他组织457件。" in text
    assert "上年结转560件。本年度办结13810件，结转下年度继续办理819件。" in text
    assert "不予公开的545件中，属于国家秘密20件、保护第三方合法权益525件。" in text
    assert "行政复议790件，其中结果维持376件、结果纠正97件、其他结果196件、尚未审结121件。" in text
    assert "行政诉讼212件（未经复议直接起诉56件、复议后起诉156件）" in text


def test_the_classes_of_answers_add_up_and_their_shares_are_rounded_half_up() -> None:
    sentence = re.search("办结的13810件中，(.*?)。", text_of({}))
    assert sentence is not None
    parts = re.findall(r"(\d+)件（占([\d.]+)%）", sentence[1])
    assert sum(int(count) for count, _ in parts) == 13810
    assert parts[0] == ("6620", "47.94")  # 6620 / 13810 = 47.9363 %


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(3, 7, "42.86"), (1, 7, "14.29"), (1, 8, "12.50"), (1, 800, "0.13"), (5, 5, "100")]
)
def test_a_share_is_rounded_on_its_own_and_never_made_to_fit(part: int, whole: int, expected: str) -> None:
    assert render_share(Decimal(part), Decimal(whole), 2) == expected


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        (20, 13, "比上年（13件）增加7件，增长53.85%。"),
        (6, 8, "比上年（8件）减少2件，下降25%。"),
        (6, 6, "数量与上年持平。"),
        (6, 0, "上年未收到申请。"),
        (0, 0, "本年度未收到政府信息公开申请。上年也未收到申请。"),
        (0, 8, "比上年（8件）减少8件，下降100%。"),
    ],
)
def test_the_comparison_is_recomputed_from_the_year_before(now: int, then: int, expected: str) -> None:
    assert expected in text_of({"T3:new.total": now}, {"T3:new.total": then})


def test_without_the_year_before_nothing_is_compared() -> None:
    assert not re.search("比上年|持平|上年未|上年也", text_of({}))


def test_a_year_without_requests_and_disputes_says_so_in_words() -> None:
    text = said(compose_annual(annual(zero_values()), CATALOG))
    assert "本年度未收到政府信息公开申请。没有上年结转的申请。本年度没有办结的申请" in text
    assert "没有因政府信息公开工作被申请行政复议或者被提起行政诉讼" in text
    assert "没有现行有效的行政规范性文件" in text
    assert "占" not in text
    assert not re.search(r"(?<!\d)0件", text)


def test_a_blank_figure_is_never_said_as_a_number() -> None:
    paper = compose_annual(annual(dict.fromkeys(zero_values())), CATALOG)
    text = said(paper)
    assert not re.search(r"\d件|\d万元|没有上年结转|未收到|没有因", text)
    assert "表中空白的200格为未填报，不等于零。" in text
    assert any("新收政府信息公开申请数量" in gap for gap in gaps(paper))
    assert any("行政复议数量" in gap for gap in gaps(paper))


def test_one_blank_result_leaves_the_classes_to_the_writer() -> None:
    text = text_of({"T3:refused.third_party.total": None})
    assert "【待补充：各类办理结果的件数，表中尚未填齐】" in text
    assert "占" not in text


def test_figures_that_contradict_each_other_are_left_to_the_writer() -> None:
    assert "不符合勾稽关系，请核对后填写】" in text_of({"T3:carried_out.total": 818})
    assert "各类办理结果之和与总计13810件不一致" in text_of({"T3:granted.total": 6619})
    assert "【待补充：行政复议总计0件与各项结果之和不一致" in text_of({"T4:review.total": 0})
    assert "没有因政府信息公开工作被申请行政复议" not in text_of({"T4:review.total": 0})


def test_a_row_printed_as_one_counts_for_its_parts() -> None:
    values = city_values()
    for part in ("no_correction", "fee_unpaid", "other"):
        del values[f"T3:other.{part}.total"]
    values |= {"T3:other.total": Decimal(7), "T3:granted.total": Decimal(6613)}
    figures = derive_figures(CATALOG.narrative, CATALOG.edition("2021"), values)
    assert figures["other"] == 7
    assert "其他处理7件" in said(compose_annual(annual(values), CATALOG))


def test_only_governments_write_about_assessment_and_accountability() -> None:
    government, department = (
        compose_annual(annual(city_values(), name=n), CATALOG) for n in ("沙滩镇人民政府", "司法局")
    )
    assert any("工作考核、社会评议和责任追究" in gap for gap in gaps(government))
    assert not any("工作考核" in gap for gap in gaps(department))


def test_an_aggregate_names_the_units_that_are_missing() -> None:
    coverage = Coverage(54, 52, 3, 1, ("云江区教育局", "云江区下津镇人民政府"))
    text = said(compose_annual(annual(city_values(), coverage=coverage), CATALOG))
    assert "应报54家，已报52家。未报送的2家为云江区教育局、云江区下津镇人民政府，其数据未计入本报告。" in text
    assert "应报" not in said(compose_annual(annual(city_values()), CATALOG))


def test_every_year_in_the_text_is_the_reports_year_or_the_forms() -> None:
    paper = compose_annual(annual(city_values()), CATALOG)
    years = set(re.findall(r"(?:19|20)\d\d(?=年|〕)", paper.title + said(paper)))
    assert years == {"2025", "2021"}  # 国办公开办函〔2021〕30号


def test_the_2019_form_has_its_own_basis_and_headings() -> None:
    report = annual({code: Decimal(1) for code in CATALOG.edition("2019").by_code})
    old = type(report.statement)("u", "某局", report.statement.period, "own", "2019", report.statement.values)
    text = said(compose_annual(type(report)(old, None, None, "云江区", None), CATALOG))
    assert "国办公开办函〔2019〕60号" in text
    assert "五、政府信息公开工作存在的主要问题及改进情况" in text
    assert "规范性文件" not in text.split("一、总体情况")[1].split("（二）")[0]


def test_text_from_outside_loses_what_breaks_xml_or_turns_direction() -> None:
    assert clean_text("a\x00\x07b\u202ec\ud800\nd") == "abc d"
    assert clean_text(HOSTILE) == "<img src=x onerror=alert(1)>{publisher}"


def test_what_is_filled_in_is_never_read_as_a_pattern() -> None:
    assert compose_annual(annual(city_values(), name=HOSTILE), CATALOG).title_lines[0].endswith("{publisher}")


def test_a_sentence_that_uses_a_figure_without_asking_for_it_is_refused() -> None:
    broken = CATALOG.narrative.model_dump()
    broken["annual"]["opening"] = ({"sentences": (({"say": "新收{new}件"},),)},)
    with pytest.raises(ValidationError, match="没有要求它已知"):
        Narrative.model_validate(broken)


def test_a_sentence_that_uses_an_undeclared_name_is_refused() -> None:
    broken = CATALOG.narrative.model_dump()
    broken["annual"]["opening"] = ({"sentences": (({"say": "{nobody}"},),)},)
    with pytest.raises(ValidationError, match="“nobody”没有声明"):
        Narrative.model_validate(broken)
