"""Whose report, of which period: cover before stamp before file name, and disagreement is said."""

from __future__ import annotations

import pytest

from transforms.identify import FileIdentity, Identification, identify
from transforms.written_period import period_in
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_register
from warehouse.catalog.keypoint_files import PROFILES

REGISTER = load_register(EXAMPLE_REGISTER)
STAMPED = {"stamp_unit": "education", "stamp_period": "2025Q1", "stamp_form": "quarter"}
COVERED = {"cover_unit": "云江区教育局", "cover_period": "2025年第一季度"}


def found(name: str = "a.xlsx", **said: str | None) -> Identification:
    return identify(FileIdentity(**said), name, REGISTER)


def told(one: Identification) -> list[tuple[str, str]]:
    return [(problem.rule_id, problem.detail) for problem in one.problems]


def facts(one: Identification) -> tuple[str | None, str | None, str | None]:
    return one.unit_code, str(one.period) if one.period else None, one.form_code


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *(("2025Q1", "2025Q1"), ("2025q3", "2025Q3"), ("2025", "2025"), ("2025年度", "2025"), ("2025 年", "2025")),
        *(
            ("2025年第一季度", "2025Q1"),
            ("2025年1季度", "2025Q1"),
            ("2025年四季度", "2025Q4"),
            ("2025年第 2 季度", "2025Q2"),
        ),
        *(
            ("２０２５年第１季度", "2025Q1"),
            ("一季度（2025年）", "2025Q1"),
            ("第1季度 2025", "2025Q1"),
            ("Q2-2025", "2025Q2"),
        ),
        *(
            ("二〇二五年第一季度", "2025Q1"),
            ("二○二五年度", "2025"),
            ("2025年1-3月", "2025Q1"),
            ("2025年10月至12月", "2025Q4"),
        ),
        *(("区教育局20250410报2025年第一季度", "2025Q1"), ("一季度20250410", "2025Q1"), ("2025Q1/区教育局", "2025Q1")),
        *(("2025年度（2026年1月20日报）", "2025"), ("云江区教育局2025年政府信息公开工作年度报告", "2025")),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, period: str) -> None:
    assert str(period_in(text)) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一季度",
        "20250131",
        "2025-01-31",
        "2025年12月31日",
        "2025年上半年",
        "2025年1-6月",
        "2025年12月",
        "12025",
        "第十一季度2025",
    ],
)
def test_a_day_a_month_or_a_half_year_is_no_period(text: str) -> None:
    assert period_in(text) is None


def test_stamp_and_cover_that_agree_are_enough() -> None:
    one = found(**STAMPED, **COVERED)
    assert (facts(one), one.scope, told(one)) == (("education", "2025Q1", "quarter"), "own", [])


def test_each_place_alone_is_enough() -> None:
    assert facts(found(**STAMPED)) == ("education", "2025Q1", "quarter")
    assert facts(found(**COVERED)) == ("education", "2025Q1", "quarter")
    assert facts(found("区教育局2025年第一季度.xls")) == ("education", "2025Q1", "quarter")
    assert facts(found("区教育局2025年度报告.xls")) == ("education", "2025", "annual")


def test_the_cover_completes_what_the_file_name_lacks() -> None:
    assert facts(found("2025年报表.xlsx", cover_unit="区教育局", cover_period="一季度")) == (
        "education",
        "2025Q1",
        "quarter",
    )


def test_cover_against_stamp_is_an_error_that_names_both() -> None:
    one = found(**{**STAMPED, **COVERED, "cover_unit": "区财政局"})
    assert told(one) == [("FILE-IDENTITY", "封面上的报送单位是“云江区财政局”，但所用模板是发给“云江区教育局”的。")]
    assert one.unit_code == "finance"
    rules = [rule for rule, _ in told(found(**{**STAMPED, **COVERED, "cover_period": "2025年第二季度"}))]
    assert rules == ["FILE-IDENTITY"]


def test_a_file_name_that_disagrees_is_only_a_warning() -> None:
    one = found("区财政局2025年第二季度.xlsx", **STAMPED, **COVERED)
    assert facts(one) == ("education", "2025Q1", "quarter")
    assert [rule for rule, _ in told(one)] == ["FILE-NAME", "FILE-NAME"]


def test_nothing_found_is_an_error_for_each_fact() -> None:
    one = found("报表.xlsx")
    assert facts(one) == (None, None, None)
    assert [rule for rule, _ in told(one)] == ["FILE-IDENTITY", "FILE-IDENTITY"]


def test_a_unit_that_is_not_registered_is_told_with_the_nearest_name() -> None:
    one = found(cover_unit="云江区教育局办公室", cover_period="2025Q1")
    assert told(one)[0] == (
        "FILE-IDENTITY",
        "封面上的报送单位“云江区教育局办公室”不在单位名册中。是否为“云江区教育局”？",
    )
    assert one.unit_code is None


def test_a_period_that_nobody_can_read_is_told() -> None:
    rules = told(found(cover_unit="区教育局", cover_period="本季度"))
    assert rules[0] == ("FILE-IDENTITY", "封面上的报告期“本季度”无法识别，应写作“2025年第一季度”或“2025年度”。")


def test_a_unit_merged_into_another_names_its_successor() -> None:
    gone = {"cover_unit": "云江区投资促进办公室", "cover_period": "2025年第三季度"}
    (rule, detail), *more = told(found(**gone))
    assert (rule, more) == ("FILE-IDENTITY", [])
    assert "云江区商务委员会" in detail
    assert told(found(**{**gone, "cover_period": "2025年第二季度"})) == []


def test_a_unit_not_yet_founded_is_told() -> None:
    one = found(cover_unit="区数据局", cover_period="2024年第一季度")
    assert "尚未设立" in told(one)[0][1]


def test_of_a_district_in_a_city_its_aggregate_is_asked_and_is_what_it_sends_itself() -> None:
    register = load_register(PROFILES / "shanghai-2025" / "units.csv")

    def of_district(scope: str | None) -> tuple[str, list[str]]:
        told = FileIdentity(cover_unit="黄浦区", cover_period="2025年第一季度", cover_scope=scope)
        one = identify(told, "黄浦区2025Q1.xlsx", register, {"district"})
        return one.scope, [problem.detail for problem in one.problems]

    assert of_district("aggregate") == of_district(None) == ("own", [])
    [said] = of_district("own")[1]
    assert "“上海市黄浦区人民政府”应报所属各单位合计的“汇总”" in said


def test_the_district_sends_aggregates_unless_its_cover_says_otherwise() -> None:
    assert found(cover_unit="云江区人民政府", cover_period="2025年度").scope == "aggregate"
    assert found(cover_unit="云江区人民政府", cover_period="2025年度", cover_scope="own").scope == "own"
    assert found(**COVERED, cover_scope="aggregate").scope == "aggregate"


def test_the_district_s_name_in_a_file_name_does_not_make_it_the_sender() -> None:
    assert found("云江区某某中心2025年第一季度.xlsx").unit_code is None
    assert found("云江区2025年第一季度.xlsx", **STAMPED).problems == ()
    assert found("云江区人民政府2025年汇总表.xlsx").unit_code == "yunjiang"


@pytest.mark.parametrize(
    ("name", "unit", "period"),
    [
        ("2025-1/云江区教育局2025年度统计表.xlsx", "education", "2025"),
        ("2025Q1/区财政局.xlsx", "finance", "2025Q1"),
        ("2025年/一季度/区财政局.xlsx", "finance", "2025Q1"),
        ("2026-01-08/区财政局2025年四季度.xlsx", "finance", "2025Q4"),
        ("区教育局转来/区财政局2025Q1.xlsx", "finance", "2025Q1"),
    ],
)
def test_the_files_own_name_speaks_before_its_folders(name: str, unit: str, period: str) -> None:
    assert facts(found(name))[:2] == (unit, period)
