"""Titles, sentences and file names as real reports have them, and whose report of which year they say it is."""

from __future__ import annotations

import pytest

from transforms.report.names import Titled, folded, is_body, titled, unit_in
from warehouse.catalog.catalog import load_catalog

WORDS = load_catalog().report

TITLES = {
    "云江区财政局2024年政府信息公开工作年度报告": ("云江区财政局", 2024),
    "云江区财政局2024年度政府信息公开工作年度报告": ("云江区财政局", 2024),
    "《云江区财政局2024年政府信息公开工作年度报告》": ("云江区财政局", 2024),
    "附件：云江区财政局2024年政府信息公开工作年度报告": ("云江区财政局", 2024),
    "附件2 云江区财政局 2024 年政府信息公开工作年度报告": ("云江区财政局", 2024),
    "云江区财政局关于２０２４年度政府信息公开工作的年度报告": ("云江区财政局", 2024),
    "云江区财政局关于2024年政府信息公开工作年度报告": ("云江区财政局", 2024),
    "关于云江区财政局2024年政府信息公开工作年度报告的公示": ("云江区财政局", 2024),
    "云江区人民政府办公室关于云江区2024年政府信息公开工作年度报告": ("云江区", 2024),
    "2022年上海市政府信息公开工作年度报告": ("上海市", 2022),
    "2024年云江区财政局政府信息公开工作年度报告": ("云江区财政局", 2024),
    "2022年度螅镇政府信息公开工作年度报告": ("螅镇", 2022),
    "铁边城镇2022年度政府信息公开年报": ("铁边城镇", 2022),
    "云江区财政局政府信息公开2024年度报告": ("云江区财政局", 2024),
    "云江区财政局政府信息公开工作年度报告（2024年）": ("云江区财政局", 2024),
    "云江区财政局政府信息公开工作年度报告（2024年度）": ("云江区财政局", 2024),
    "云江区财政局二〇二四年政府信息公开工作年度报告": ("云江区财政局", 2024),
    "云江区财政局二○二四年度政府信息公开工作年度报告": ("云江区财政局", 2024),
    "云江区人民政府（本级）2024年政府信息公开工作年度报告": ("云江区人民政府", 2024),
    "云江区2024年政府信息公开工作年度报告（汇总）": ("云江区", 2024),
    "平潭综合实验区2021年政府信息公开工作年度报告": ("平潭综合实验区", 2021),
    "淮安市洪泽区人民政府2023年政府信息公开工作年度报告": ("淮安市洪泽区人民政府", 2023),
    "宿迁市2024年政府信息公开工作年度报告": ("宿迁市", 2024),
    "西咸新区底张街道办事处2023年度政府信息公开工作年度报告": ("西咸新区底张街道办事处", 2023),
    "首页 > 政务公开 > 云江区财政局2024年政府信息公开工作年度报告": ("云江区财政局", 2024),
    "云江区财政局2024年政府信息公开工作年度报告_云江区人民政府": ("云江区财政局", 2024),
    "云江区人民政府门户网站-云江区财政局2024年政府信息公开工作年度报告": ("云江区财政局", 2024),
    "云江区财政局2024年政府信息公开工作年度报告统计表": ("云江区财政局", 2024),
    "【年报】云江区财政局2024年政府信息公开工作年度报告": ("云江区财政局", 2024),
    "2024年政府信息公开工作年度报告": (None, 2024),
    "2024年度政府信息公开工作年度报告": (None, 2024),
    "政府信息公开工作年度报告": (None, None),
    "政府信息公开年报": (None, None),
    "中华人民共和国政府信息公开工作年度报告格式": None,
    "一、总体情况": None,
    "云江区财政局2024年部门预算": None,
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_says_whose_report_of_which_year_it_is(title: str) -> None:
    wanted = TITLES[title]
    assert titled(folded(title), WORDS) == (None if wanted is None else Titled(*wanted))


SENTENCE_PARTS = {
    "根据《中华人民共和国政府信息公开条例》规定，现公布区统计局": "区统计局",
    "现将商南县过风楼镇人民政府": "商南县过风楼镇人民政府",
    "特向社会公布广元市统计局": "广元市统计局",
    "奉节县财政局": "奉节县财政局",
    "本机关": None,
    "我局": None,
    "全区": None,
    "国务院办公厅政府信息与政务公开办公室关于印发中华人民共和国": None,
    "": None,
}


@pytest.mark.parametrize("text", SENTENCE_PARTS)
def test_the_end_of_a_text_names_a_body_or_none(text: str) -> None:
    assert unit_in(folded(text), WORDS) == SENTENCE_PARTS[text]


def test_only_a_name_by_itself_is_a_body() -> None:
    assert is_body("云江区财政局", WORDS)
    assert is_body("云江区云溪镇人民政府", WORDS)
    assert not is_body("金统发〔2025〕2号", WORDS)
    assert not is_body(folded("各镇人民政府，各街道办事处"), WORDS)
    assert not is_body("我局", WORDS)


KINDS = {
    "云江区财政局": "department",
    "云江区人民政府办公室": "department",
    "淮安市洪泽区人民政府": "district",
    "某区人民政府": "district",
    "浦东新区人民政府": "district",
    "大厂回族自治县人民政府": "district",
    "平潭综合实验区": "park",
    "云江经济技术开发区管理委员会": "park",
    "上海市宝山区大场镇人民政府": "town",
    "衡东县杨林镇": "town",
    "吴兴区湖东街道办事处": "street",
    "宿迁市": "city",
    "昆山市人民政府": "city",
    "淮安市财政局": "city",
    "内蒙古自治区财政厅": "city",
    "阿里地区行政公署": "city",
    "省教育厅": "city",
    "第一小组": None,
}


@pytest.mark.parametrize("name", KINDS)
def test_the_name_of_a_body_tells_whether_it_may_have_regulations(name: str) -> None:
    assert WORDS.kind_of(name) == KINDS[name]
