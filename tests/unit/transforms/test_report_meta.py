"""Whose report, of which year, in which scope: what real reports say and where they say it."""

from __future__ import annotations

import pytest

from tests.unit.transforms.official import openpyxl_bytes
from tests.unit.transforms.published import UNIT, Published, html_table, page, read, sheets
from transforms.report.report_reading import ReportReading


def reading(title: tuple[str, ...], *opening: str, name: str = "report.html") -> ReportReading:
    report = Published(title=title, opening=opening)
    return read(page(report, map(html_table, report.tables)), name)


PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"


@pytest.mark.parametrize(
    "title",
    [
        (UNIT, "2024年政府信息公开工作年度报告"),
        (f"{UNIT}2024年政府", "信息公开工作年度报告"),
        ("云财发〔2025〕2号", UNIT, "2024年政府信息公开工作年度报告"),
        (UNIT, "2024年度", "政府信息公开工作年度报告"),
        ("附件1", f"{UNIT}2024年政府信息公开工作年度报告", "（2025年1月20日）"),
        (
            "当前位置：首页>政府信息公开>政府信息公开年报>2023年",
            f"{UNIT}2024年政府信息公开工作年度报告",
            "发布日期：2025-01-20",
        ),
    ],
)
def test_a_title_may_be_broken_and_have_other_lines_around_it(title: tuple[str, ...]) -> None:
    told = reading(title, PERIOD)
    assert (told.unit, told.year) == (UNIT, 2024)


OPENINGS = {
    "根据《中华人民共和国政府信息公开条例》规定，现公布区统计局2023年政府信息公开工作年度报告。": "区统计局",
    "特向社会公布广元市统计局2023年政府信息公开情况。如有疑问，请与广元市统计局办公室联系（地址：东路一段955号）。": "广元市统计局",
    "本年度报告根据《条例》要求，由上海市长宁区周家桥街道办事处编制，全文包括总体情况等六部分。": "上海市长宁区周家桥街道办事处",
    "根据《条例》要求，奉节县财政局对开展政府信息公开工作的情况进行报告。": "奉节县财政局",
    "要求，永州市冷水滩区财政局特向社会公布2023年度政府信息公开工作年度报告。": "永州市冷水滩区财政局",
    "依据规定，编制本报告。如本报告有疑问，请联系：硚口区统计局党政办公室，地址：沿河大道518号。": "硚口区统计局",
    "现公布云江区人民政府办公室2023年政府信息公开工作年度报告。": "云江区人民政府办公室",
    "请与东至县财政局联系（地址：东至县尧渡镇至德大道1号，邮编：247200）。": "东至县财政局",
    "根据《条例》和有关规定，结合本街道各科室的信息公开工作实际情况编制本报告。": None,
}


@pytest.mark.parametrize("opening", OPENINGS)
def test_where_the_title_names_no_body_the_opening_does(opening: str) -> None:
    assert reading(("2023年政府信息公开工作年度报告",), opening).unit == OPENINGS[opening]


def test_the_title_goes_before_the_opening() -> None:
    told = reading((f"{UNIT}2024年政府信息公开工作年度报告",), "由云江区审计局编制。", PERIOD)
    assert (told.unit, told.year) == (UNIT, 2024)


def test_the_year_is_that_of_the_period_and_never_that_of_publication_or_of_a_document() -> None:
    opening = "根据国办公开办函〔2021〕30号编制，2024年1月20日发布。数据统计期限为2023年1月1日至12月31日。"
    assert reading(("政府信息公开工作年度报告",), opening).year == 2023


def test_without_a_period_the_year_is_the_one_that_the_first_section_speaks_of() -> None:
    report = Published(title=(f"{UNIT}政府信息公开工作年度报告",), opening=("发布日期：2025年1月20日",))
    assert read(page(report, map(html_table, report.tables))).year == 2024


def test_the_page_states_its_title_apart_from_its_text() -> None:
    report = Published(title=(), opening=(PERIOD,))
    head = '<meta charset="utf-8"><meta name="ArticleTitle" content="云江区审计局2023年政府信息公开工作年度报告">'
    told = read(page(report, map(html_table, report.tables), head))
    assert (told.unit, told.year) == ("云江区审计局", 2023)


def test_links_to_other_reports_are_not_the_title() -> None:
    links = "<ul><li>云江区财政局2022年政府信息公开工作年度报告</li><li>云江区审计局2023年政府信息公开工作年度报告</li></ul>"
    report = Published()
    body = page(report, map(html_table, report.tables)).replace("</body>", f"{links}</body>")
    headed = body.replace(f"<p>{UNIT}2024", f"{links}<h1>{UNIT}2024", 1).replace("年度报告</p>", "年度报告</h1>", 1)
    assert [(told.unit, told.year) for told in (read(body), read(headed))] == [(UNIT, 2024)] * 2


def test_the_signature_names_the_body_where_nothing_else_does() -> None:
    report = Published(title=("2024年政府信息公开工作年度报告",), opening=())
    body = page(report, map(html_table, report.tables))
    assert read(body.replace("</div></body>", f"<p>{UNIT}</p><p>2025年1月20日</p></div></body>")).unit == UNIT


def test_the_file_name_comes_last() -> None:
    told = reading((), name="003_云江区审计局_2022年.html")
    assert told.unit == "云江区审计局"
    assert reading((), name="003.html").unit is None


def test_a_workbook_may_name_body_and_year_on_its_cover() -> None:
    report = Published(
        title=("政府信息公开工作年度报告统计表",), opening=(f"填报单位：{UNIT}　报告期：2022年度　报告口径：汇总",)
    )
    told = read(openpyxl_bytes(sheets(report)), "a.xlsx")
    assert (told.unit, told.year, told.scope) == (UNIT, 2022, "aggregate")


SCOPES = {
    "本报告由区政府办公室综合区政府各部门和各乡镇年报编制而成。": "aggregate",
    "报告数据由所属42家单位报送的数据汇总而成。": "aggregate",
    "汇总南平市各县（市、区）、市政府各有关部门政府信息公开工作情况编制而成。": "aggregate",
    "本报告数据为本机关数据。": "own",
    "欢迎向本机关提出申请。": "own",
    "本报告涵盖各县、区政府和市政府各工作部门的政府信息公开工作情况。": "aggregate",
    "根据《条例》编制本报告。": None,
    "根据《关于做好各部门年度报告编制工作的通知》编制本报告。": None,
    "根据《条例》和有关规定，结合本街道各科室的信息公开工作实际情况编制本报告。": None,
}


@pytest.mark.parametrize("opening", SCOPES)
def test_the_scope_is_known_as_far_as_the_text_says_it(opening: str) -> None:
    assert reading(("云江区2024年政府信息公开工作年度报告",), opening).scope == SCOPES[opening]


def test_a_row_of_the_table_says_nothing_of_the_scope() -> None:
    assert reading((f"{UNIT}2024年政府信息公开工作年度报告",)).scope is None  # 1.本机关不掌握相关政府信息


def test_what_a_menu_of_other_reports_says_is_not_what_this_report_says() -> None:
    report = Published(title=("年度报告",), opening=(PERIOD,))
    menu = "".join(
        f'<li><a href="/{year}.html">{body}{year}年政府信息公开工作年度报告</a><span>{year + 1}-01-20</span></li>'
        for body, year in (("云江区审计局", 2022), ("", 2021))
    )
    shown = page(report, map(html_table, report.tables)).replace("<div>", f"<ul>{menu}</ul><div>", 1)
    told = read(shown, f"{UNIT}政府信息公开年报.html")
    assert (told.unit, told.year) == (UNIT, 2023)


def test_a_link_that_is_never_closed_hides_no_title() -> None:
    report = Published(title=(f"{UNIT}2024年政府信息公开工作年度报告",))
    shown = page(report, map(html_table, report.tables)).replace("<div>", '<a href="/"><div>', 1)
    assert read(shown).unit == UNIT


NAMED = {
    (f"2024年政府信息公开工作年度报告（{UNIT}）",): UNIT,
    (f"2024年政府信息公开工作年度报告——{UNIT}",): UNIT,
    ("2024年政府信息公开工作年度报告", UNIT): UNIT,
    ("中共云江区委机构编制委员会办公室2024年政府信息公开工作年度报告",): "中共云江区委机构编制委员会办公室",
    ("云江区新闻发布中心2024年政府信息公开工作年度报告",): "云江区新闻发布中心",
    ("云江高新区管委会（东陵街道办事处）2024年政府信息公开工作年度报告",): "云江高新区管委会（东陵街道办事处）",
    ("云江高新区管委会(东陵街道办事处)2024年政府信息公开工作年度报告",): "云江高新区管委会(东陵街道办事处)",
}


@pytest.mark.parametrize("title", NAMED)
def test_a_body_is_named_as_its_report_names_it_wherever_the_title_has_it(title: tuple[str, ...]) -> None:
    told = reading(title)
    assert (told.unit, told.year) == (NAMED[title], 2024)
