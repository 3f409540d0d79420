"""What the text says beside figures, as worked examples: DOMAIN E-05, E-06, E-10, E-12, E-14, E-15, E-19."""

from __future__ import annotations

import pytest

from tests.unit.expectations.text_batch import TextBatch, report

PERIOD = "本报告所列数据的统计期限自{}止。"
CONTACT = "如对本报告有任何疑问，请与{}联系（地址：和平路1号，电话：0564-7051234）。"


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("2025年1月1日起至2025年12月31日", "pass"),
        ("2025年1月1日至12月31日", "pass"),
        ("２０２５年１月１日起，至１２月３１日", "pass"),
        ("2024年1月1日起至12月31日", "fail"),  # 松江小昆山镇 2025 (E-05)
        ("2025年1月1日起至2025年12月30日", "fail"),  # 吴起周湾镇 2021 (E-06)
        ("2025年1月1日起至202025年12月31日", "fail"),  # 淄博中埠镇 2020 (E-06)
        ("2025年1月1日起至2024年12月31日", "fail"),
    ],
)
def test_the_reporting_period_is_the_year(said: str, outcome: str) -> None:
    assert [check[0] for check in report(PERIOD.format(said)).judged("TEXT-PERIOD")] == [outcome]


def test_a_quarter_covers_its_three_months() -> None:
    # 青神县 2022年第三季度 (E-19): 24 May to 29 August
    for said, outcome in (("2022年7月1日至9月30日", "pass"), ("2022年5月24日至8月29日", "fail")):
        batch = report(PERIOD.format(said), year="2022Q3")
        assert [check[0] for check in batch.judged("TEXT-PERIOD")] == [outcome]


def test_a_report_that_names_no_period_cannot_be_judged() -> None:
    assert report("自2024年1月1日至12月31日，新收申请3件。").judged("TEXT-PERIOD") == [("not_assessable", None, None)]
    assert report(year="2025Q1").judged("TEXT-PERIOD") == []


def test_a_wrong_period_is_said_with_the_right_one() -> None:
    batch = report(PERIOD.format("2024年1月1日起至12月31日"))
    assert batch.sentences("TEXT-PERIOD") == [
        "正文写的统计期限是“2024年1月1日起至12月31日”，应为2025-01-01至2025-12-31。"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2024年，本镇共产生政府文件12件。",  # 青浦赵巷镇 2025 (E-05)
        "（一）主动公开。2024年，我局共发布信息12条。",
        "2022年度，全镇制定规范性文件0件。",  # 西柳镇 2023 (E-05)
    ],
)
def test_a_sentence_about_another_year_is_a_leftover(text: str) -> None:
    assert [check[0] for check in report(text).judged("TEXT-YEAR")] == ["fail"]


@pytest.mark.parametrize(
    "text",
    [
        "与2024年相比，申请有所增加。",
        "2024年，我局新收申请5件，2025年新收7件。",
        "2024年，我局新收申请5件，本年同比增加2件。",
        "2024年预算公开及时。",
        "2024年，我局存在的问题已完成整改。",
        "公开2024年部门决算。",
        "按照《2024年政务公开工作要点》推进工作。",
        "2019年5月15日起施行的条例。",
        "2020年以来，我局持续推进公开。",
        "根据国办公开办函〔2021〕30号要求编制。",
        "“2024年，我局”是示例。",
    ],
)
def test_a_year_with_a_reason_is_none(text: str) -> None:
    assert [check for check in report(text).judged("TEXT-YEAR") if check[0] != "pass"] == []


def test_plans_may_name_the_next_year_and_the_year_of_the_report_passes() -> None:
    batch = report("2025年，我局共发布信息12条。")
    batch.tell(1, "2026年，我局深化公开。", section="五")
    assert [check[0] for check in batch.judged("TEXT-YEAR")] == ["pass"]
    batch.tell(1, "2026年，我局共发布信息12条。", section="一")
    assert [check[0] for check in batch.judged("TEXT-YEAR")] == ["pass", "fail"]


def test_a_year_cannot_be_judged_in_a_report_of_unknown_year() -> None:
    batch = report("2024年，我局共发布信息12条。")
    batch.rows["check_submission"][0]["period"] = None
    assert [check[0] for check in batch.judged("TEXT-YEAR")] == ["not_assessable"]


@pytest.mark.parametrize(
    ("own", "named", "outcome"),
    [
        ("金寨县统计局", "金寨县斑竹园镇人民政府党政办", "fail"),  # 金寨县统计局 2020 (E-10)
        ("金寨县统计局", "金寨县统计局办公室", "pass"),
        ("金寨县统计局", "县统计局", "pass"),
        ("云江区财政局", "云江区审计局", "fail"),
        ("云江区发展和改革委员会", "区发改委办公室", "pass"),
        ("云江区人力资源和社会保障局", "区人社局", "pass"),
        ("云江区城市管理行政执法局", "区城管局办公室", "pass"),
        ("上海市宝山区大场镇人民政府", "大场镇党政办公室", "pass"),
        ("云江区和平街道办事处", "和平街道党政综合办公室", "pass"),
        ("云江区和平街道办事处", "新华街道党政综合办公室", "fail"),
        ("云江区财政局", "云江区人民政府办公室", "not_assessable"),  # the office may answer for its departments
        ("云江区财政局", "政务公开科", "not_assessable"),
        ("云江区人民政府", "云江区政务公开办公室", "not_assessable"),
        ("云江区人民政府", "云江区司法局", "not_assessable"),
    ],
)
def test_the_body_to_ask_is_the_reporting_one(own: str, named: str, outcome: str) -> None:
    batch = report(CONTACT.format(named), unit=own)
    assert [check[0] for check in batch.judged("TEXT-CONTACT")] == [outcome]


def test_another_body_as_author_is_seen() -> None:
    batch = report("现将云江区审计局2025年政府信息公开工作年度报告公布如下。", unit="云江区财政局")
    assert batch.sentences("TEXT-CONTACT") == [
        "正文写“现将云江区审计局2025年政府信息公开工作年度报告”，“云江区审计局”不是本报告的单位。"
    ]


def _with_phones(*numbers: str) -> TextBatch:
    batch = TextBatch()
    for place, number in enumerate(numbers):
        batch.tell(batch.submit(f"云江区第{place}局", "2025", {}), f"联系电话：021-{number}。")
    return batch


def test_a_telephone_of_another_body_is_seen_unless_many_share_it() -> None:
    # 宝山大场镇 2025 (E-10) keeps the district's telephone
    two = _with_phones("56100093", "56100093")
    assert [check[0] for check in two.judged("TEXT-CONTACT")] == ["fail", "fail"]
    assert two.sentences("TEXT-CONTACT")[0] == (
        "正文写“联系电话：021-56100093”，电话 56100093 与云江区第1局2025年报告所留的相同。"
    )
    assert _with_phones("56100093", "56690686").judged("TEXT-CONTACT") == []
    assert _with_phones("56100093", "56100093", "56100093").judged("TEXT-CONTACT") == []


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("该部分以表格形式报告。表格如下", "fail"),  # 尼勒克 2023 (E-14)
        ("主动公开政府政府情况", "fail"),  # 吴起周湾镇 (E-14)
        ("【待补充：主动公开情况】", "fail"),
        ("XX区人民政府", "fail"),
        ("（单位名称）2025年", "fail"),
        ("二、主动公开政府信息情况", "pass"),
        ("云江区人民政府政府信息公开工作有序开展，区政府政府网站运行平稳。", "pass"),
        ("开展政府信息信息化管理，完善政务公开公开栏。", "pass"),
        ("按5×200元计算。", "pass"),
    ],
)
def test_leftovers_of_a_template_are_seen(text: str, outcome: str) -> None:
    assert [check[0] for check in report(text).judged("TEXT-RESIDUE")] == [outcome]


def test_without_text_nothing_is_known_of_leftovers_and_a_quarter_has_none() -> None:
    assert report().judged("TEXT-RESIDUE") == [("not_assessable", None, None)]
    assert report(year="2025Q1").judged("TEXT-RESIDUE") == []


@pytest.mark.parametrize(
    ("year", "cited", "outcome"),
    [
        ("2025", "国办公开办函〔2021〕30号", "pass"),
        ("2021", "国办公开办函〔2021〕30号", "pass"),
        ("2020", "国办公开办函〔2019〕60号", "pass"),
        ("2022", "国办公开办函〔2019〕60号", "fail"),  # 西咸太平镇 2022 (E-12)
        ("2023", "国办发〔2021〕30号", "fail"),  # 武义某乡 2023 (E-12)
        ("2022", "国办公开办函〔2016〕201号", "fail"),  # 盐亭审批局 2022 (E-12)
        ("2025", "国办公开办函[2021]30号", "pass"),
        ("2025", "国令第711号", "pass"),
        ("2025", "国务院令第492号", "fail"),
        ("2025", "国办函〔2023〕99号", "not_assessable"),
    ],
)
def test_documents_cited_are_in_force_and_rightly_named(year: str, cited: str, outcome: str) -> None:
    batch = report(f"根据《年度报告格式》（{cited}）编制。", year=year)
    assert [check[0] for check in batch.judged("TEXT-CITATION")] == [outcome]


def test_a_document_of_another_subject_is_not_judged() -> None:
    assert report("落实《通知》（国办发〔2021〕30号）要求。").judged("TEXT-CITATION") == []


def test_both_forms_cited_leaves_the_old_one_wrong() -> None:
    # 宝山人社局 2025 (E-12)
    batch = report("根据年度报告格式（国办公开办函〔2019〕60号、国办公开办函〔2021〕30号）编制。")
    assert [check[0] for check in batch.judged("TEXT-CITATION")] == ["fail", "pass"]
    assert batch.sentences("TEXT-CITATION") == [
        "正文写“根据年度报告格式（国办公开办函〔2019〕60号”，国办公开办函〔2019〕60号已由国办公开办函〔2021〕30号取代。"
    ]


WORK = (
    "一年来，{}认真落实条例要求，围绕中心工作，聚焦群众关切，持续加大主动公开力度，全年发布各类信息{}条，做到应公开尽公开。",
    "规范办理流程，畅通受理渠道，落实专人负责登记、审核、答复等环节，依法按时答复每一件申请，全年没有发生超期情况，群众满意度达到{}分。",
    "健全信息发布审核制度，落实三审三校，定期清理过期和错误链接，对栏目逐一排查，全年共整改问题{}个，信息管理水平明显提高。",
)
OTHER = (
    "围绕预算执行和国有资产管理，公开部门预决算、专项资金清单与绩效评价结果，并对重点支出项目逐一作出说明，方便群众查阅和监督使用。",
    "组织窗口人员学习公开目录，开设政策咨询专窗，现场解答惠企补贴申领条件，把群众反复提出的疑问整理成问答，在大厅屏幕滚动播出。",
    "与街道共建社区查阅点，配置自助终端，由志愿者帮助老年居民检索养老、医保政策，每月更新一次资料架上的公报和办事指南，登记阅览人次。",
)


def _told(batch: TextBatch, unit: str, year: str, texts: tuple[str, ...], *figures: object) -> None:
    batch.tell(
        batch.submit(unit, year, {}),
        *(text.format(unit, *figures) if "一年来" in text else text.format(*figures) for text in texts),
    )


def test_a_text_copied_from_another_unit_is_seen_with_its_passages() -> None:
    batch = TextBatch()
    _told(batch, "云江区审计局", "2025", WORK, 12)
    _told(batch, "云江区统计局", "2025", WORK, 34)
    assert [(outcome, share) for outcome, _, share in batch.judged("TEXT-COPY-UNIT")] == [("fail", 100)] * 2
    sentence = batch.sentences("TEXT-COPY-UNIT")[0]
    assert sentence.startswith("正文有 100% 与其他单位的报告雷同：云江区统计局2025年报告：第2段“规范办理流程")
    assert "（对方第2段）" in sentence


def test_texts_of_their_own_pass_and_a_single_report_cannot_be_compared() -> None:
    batch = TextBatch()
    _told(batch, "云江区审计局", "2025", WORK, 12)
    assert batch.judged("TEXT-COPY-UNIT") == [("not_assessable", None, None)]
    _told(batch, "云江区统计局", "2025", OTHER)
    assert batch.judged("TEXT-COPY-UNIT") == [("pass", None, 0)] * 2
    assert batch.judged("TEXT-COPY-YEAR") == [("not_assessable", None, None)] * 2


def test_only_the_later_report_can_be_the_copy() -> None:
    # 大场镇 2025 (E-10) keeps the district's introduction of 2023
    batch = TextBatch()
    _told(batch, "云江区人民政府", "2023", WORK, 12)
    _told(batch, "云江区大桥镇人民政府", "2025", WORK, 12)
    assert [check[0] for check in batch.judged("TEXT-COPY-UNIT")] == ["not_assessable", "fail"]


def test_last_years_text_with_new_figures_is_still_last_years_text() -> None:
    # 东莞市统计局 2010 = 2008 word for word (E-15)
    batch = TextBatch()
    _told(batch, "云江区统计局", "2024", WORK, 12)
    _told(batch, "云江区统计局", "2025", WORK, 34)
    assert [check[0] for check in batch.judged("TEXT-COPY-YEAR")] == ["not_assessable", "fail"]
    fresh = TextBatch()
    _told(fresh, "云江区统计局", "2024", WORK, 12)
    _told(fresh, "云江区统计局", "2025", OTHER)
    assert [check[0] for check in fresh.judged("TEXT-COPY-YEAR")] == ["not_assessable", "pass"]


def test_what_all_reports_say_by_nature_is_no_copy() -> None:
    opening = "本报告根据《中华人民共和国政府信息公开条例》第五十条规定和国务院办公厅政府信息与政务公开办公室关于年度报告格式的要求编制。"
    batch = TextBatch()
    _told(batch, "云江区审计局", "2025", (opening, *OTHER))
    _told(batch, "云江区统计局", "2025", (opening, *WORK), 1)
    assert batch.judged("TEXT-COPY-UNIT") == [("pass", None, 0)] * 2
