"""The pages of a release: every link has its end, every number its way back, and what is not there says why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from lxml import html

from reports.site.facts import Site
from reports.site.paths import file_stem
from tests.unit.reports.papers import CATALOG, HOSTILE
from tests.unit.reports.site_facts import HOSTILE_CODE, RETURNED, nothing, pages, report_cells, sections, site

OUTSIDE = (
    "quality/revision.html",
    "quality/revision.xlsx",
    "documents/2025Q2/云江区 季度通报.docx",
    "documents/2025Q2/云江区 季度通报.html",
)


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


def rows(text: str, label: str) -> list[list[str]]:
    found = html.fromstring(text).xpath("//table[@data-label=$label]/tbody/tr", label=label)
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("th|td")] for row in found]


def links(files: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Page, file that is linked, and the place in it."""
    for page, text in files.items():
        if page.endswith(".html"):
            for target in html.fromstring(text).xpath("//@href | //@src"):
                path, _, place = str(target).partition("#")
                yield page, normpath(join("site", dirname(page), unquote(path))) if path else f"site/{page}", place


@pytest.mark.parametrize("files", [pages(), nothing()], ids=["a district", "nothing yet"])
def test_every_link_leads_to_a_page_of_the_site_or_a_file_of_the_release(files: dict[str, str]) -> None:
    there = {f"site/{name}" for name in files} | set(OUTSIDE)
    assert [(page, target) for page, target, _ in links(files) if target not in there] == []


def test_every_place_that_is_linked_is_there(made: dict[str, str]) -> None:
    places = {f"site/{name}": set(re.findall(r' id="([^"]+)"', text)) for name, text in made.items()}
    gone = [(page, target, place) for page, target, place in links(made) if place and place not in places[target]]
    assert gone == []


def test_a_place_stands_once_on_a_page(made: dict[str, str]) -> None:
    for name, text in made.items():
        found = re.findall(r' id="([^"]+)"', text)
        assert len(found) == len(set(found)), name


def test_equal_facts_give_equal_bytes(made: dict[str, str]) -> None:
    assert pages() == made


def test_a_units_number_leads_to_its_cell_and_the_districts_to_the_units(made: dict[str, str]) -> None:
    table = html.fromstring(made["periods/2025q2.html"]).xpath("//section[@id='figures']//tbody/tr")
    assert table[0].xpath("td[4]/a/@href") == ["../periods/2025q2.html#figures"]
    assert table[1].xpath("td[4]/a/@href") == ["../reports/5.html#T3:new.total"]
    cell = html.fromstring(made["reports/5.html"]).get_element_by_id("T3:new.total")
    assert cell.text_content().split() == ["14069", "C16", "１４０６９件"]


def test_an_indicator_leads_to_what_it_was_counted_from(made: dict[str, str]) -> None:
    ends = {
        "requests_granted_rate": "../reports/5.html#T3:granted.total",
        "requests_in_time_rate": "../reports/5.html#sheet",
        "report_punctuality_rate": "../units/finance.html#sent",
    }
    for code, end in ends.items():
        found = html.fromstring(made[f"indicators/{code}.html"]).xpath(
            "//section[@id='units']//tbody/tr[1]/td[3]/a/@href"
        )
        assert found == [end]


def test_a_number_that_is_not_there_says_why(made: dict[str, str]) -> None:
    by_unit = {row[0]: row for row in rows(made["periods/2025q2.html"], "2025年第二季度各单位数字")}
    assert by_unit["区教育局"][6] == "空白"
    assert by_unit["云溪镇"][1:4] == ["未报", "部门", "未报"]
    assert rows(made["units/yunxi_town.html"], "各期数字")[3][1:3] == ["不需报送", "不需报送"]
    told = {
        row[0]: row[3]
        for row in rows(made["indicators/requests_in_time_rate.html"], "依申请按时答复率各单位（工作指标表）")
    }
    assert told == {"区财政局": "80%", "区教育局": "不适用"}
    assert [row[4] for row in rows(made["indicators/requests_in_time_rate.html"], "全区各季")] == ["无法判断"] * 3


def test_no_cell_of_a_table_of_figures_is_empty(made: dict[str, str]) -> None:
    for name, text in made.items():
        for cell in (
            html.fromstring(text).xpath("//td[contains(concat(' ', @class, ' '), ' n ')]")
            if name.endswith("html")
            else []
        ):
            assert cell.text_content().strip(), name


def test_texts_of_others_are_masked_and_never_markup(made: dict[str, str]) -> None:
    for name, text in made.items():
        assert "13812345678" not in text, name
        assert "<img" not in text, name
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", text), name
    assert "报表（联系 ＊＊＊）" in made["reports/5.html"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("finance", "finance"),
        ("a-1_b", "a-1_b"),
        ("A01", "a01-0bf7c2c55c"),
        ("index", "index-1bc04b5291"),
        ("con", "con-f83ec7ea6b"),
        ("财政局", "x-f06d94c5d4"),
    ],
)
def test_a_code_is_a_file_name_only_where_it_is_plain(code: str, name: str) -> None:
    assert file_stem(code)[: len(code)] == name[: len(code)] or not code.isascii()
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", file_stem(code))
    assert (file_stem(code) == code) == (name == code)


def test_a_hostile_code_stays_inside_the_folder_and_apart_from_others(made: dict[str, str]) -> None:
    assert file_stem(HOSTILE_CODE).startswith("b-x-")
    assert f"units/{file_stem(HOSTILE_CODE)}.html" in made
    assert all(not name.startswith(("/", "..")) and ".." not in name for name in made)
    assert len({file_stem(code) for code in ("a b", "a/b", "A-B", "a-b")}) == 4


def test_without_problems_scores_and_sources_the_pages_and_their_entries_are_left_out() -> None:
    bare = pages(problem=[], score=[], score_line=[], portal_source=[], portal_metric=[])
    assert {"problems.html", "scores.html", "portal.html"} & bare.keys() == set()
    assert not any(word in bare["index.html"] for word in ("问题清单", "评估得分", "门户数据"))


def test_problems_stand_with_what_is_demanded_and_what_closed_them(made: dict[str, str]) -> None:
    late, task = rows(made["problems.html"], "未销号的问题")
    assert late[0:2] == ["区财政局", "迟报"]
    assert late[2].endswith("（由云溪镇承接）")
    assert late[3:] == ["按期报送", "2025年第一季度", "待定（当年工作日安排未公布）", "逾期未改"]
    assert task[5:] == ["2025-09-01", "整改中"]
    [closed] = rows(made["problems.html"], "已销号的问题")
    assert closed[-1] == "已销号 2025年第二季度，主管部门核销，电话 ＊＊＊ 核实"
    ways = html.fromstring(made["problems.html"]).xpath("//section[@id='open']//td[2]/a/@href")
    assert ways == ["units/finance.html#sent", "tasks/yunjiang-2025/1.html"]


def test_a_score_is_explained_line_by_line_and_each_leads_to_its_number(made: dict[str, str]) -> None:
    label = "2025年第二季度得分 96.5，部门 3 家中第 1 名，优秀，示例方案"
    assert rows(made["units/finance.html"], label) == [
        ["按期报送 组织保障", "10", "6.5", "75%", "迟报一次。"],
        ["留言回复 组织保障", "0", "本期不考", "—", "本期不考。"],
    ]
    scored = rows(made["scores.html"], "2025年第二季度　部门（示例方案）")
    assert [row[1:4] for row in scored] == [["1", "96.5", "100"], ["不参加排名", "可评的项目不足", "100"]]


def test_a_returned_report_has_no_page_and_its_findings_stand_with_the_unit(made: dict[str, str]) -> None:
    assert f"reports/{RETURNED}.html" not in made
    [found] = rows(made["units/education.html"], "2025年第一季度第1版查出的问题")
    assert found[1:3] == ["错误", "表三 C9"]
    assert found[3].startswith("合计应为 64。")


def test_a_report_shows_every_cell_of_the_form_with_its_place(made: dict[str, str]) -> None:
    cells = html.fromstring(made["reports/7.html"]).xpath("//td[@class='v']")
    assert len(cells) == len(CATALOG.edition("2021").cells)
    assert {cell.get("id") for cell in cells} == {cell.code for cell in CATALOG.edition("2021").cells}
    assert html.fromstring(made["reports/7.html"]).get_element_by_id("T3:granted.total").text.strip() == "空白"


def small(**bounds: int) -> Site:
    """The district under a catalogue with smaller bounds."""
    made = site()
    words = CATALOG.site.model_copy(update=bounds)
    return Site(made.facts, CATALOG.having(site=words))


def test_of_too_many_reports_the_latest_periods_keep_their_pages() -> None:
    assert small(most_report_pages=3).reported == {5, 6, 7}
    assert small(most_report_pages=4).reported == {5, 6, 7}
    assert small(most_report_pages=5).reported == {2, 3, 5, 6, 7}
    assert small(most_report_pages=0).reported == {7}


def test_a_number_whose_report_has_no_page_leads_to_what_the_unit_sent() -> None:
    from reports.site.site import render_site

    bounded = small(most_report_pages=1)
    files = dict(render_site(bounded, [row for row in report_cells() if row["submission_id"] in bounded.reported]))
    table = html.fromstring(files["units/finance.html"]).xpath("//section[@id='figures']//tbody/tr[2]/td[3]/a/@href")
    assert table == ["../units/finance.html#sent"]
    there = {f"site/{name}" for name in files} | set(OUTSIDE)
    assert [(page, target) for page, target, _ in links(files) if target not in there] == []


def test_of_too_many_units_those_that_need_a_look_are_shown_and_the_rest_is_said() -> None:
    from reports.site.site import render_site

    files = dict(render_site(small(most_rows=1), report_cells()))
    assert [
        row[0] for row in rows(files["indicators/report_punctuality_rate.html"], "报送及时率各单位（报送台账）")
    ] == ["区教育局"]
    assert "共 2 家单位，以上为最近一季未达到要求或没有数的 1 家" in files["indicators/report_punctuality_rate.html"]
    assert [row[0] for row in rows(files["tasks/yunjiang-2025/1.html"], "各单位进展")] == ["区教育局"]


def test_a_chart_says_aloud_what_it_draws(made: dict[str, str]) -> None:
    told = html.fromstring(made["index.html"]).xpath("//svg/@aria-label")
    assert "新收申请（件）：24年2季 14069，25年1季 14069，25年2季 14069" in told
    assert any(one.startswith("各期报送情况（家）：2024年第二季度 按期 0，逾期 1，未报 3；") for one in told)


def test_a_section_that_names_no_row_is_no_fault() -> None:
    assert set(nothing()) >= {
        "index.html",
        "units/index.html",
        "tasks/index.html",
        "indicators/index.html",
        "dictionary.html",
    }
    assert HOSTILE not in "".join(nothing().values())
    assert set(sections()) == set(site().facts.sections)
