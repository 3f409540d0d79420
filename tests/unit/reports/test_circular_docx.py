"""The circular in Word: the district's and the units' tables, the lists of the annexes, the returns, as they stand in the report."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
from docx.document import Document

from reports.circular.compose import compose_circular
from reports.circular.content import CircularReport
from reports.layout import layout_tables
from reports.statement import ReturnedLine, render_number
from reports.word.document import write_word
from tests.unit.reports.circular_cases import TOWN, bare, circular, coverage, whole_quarter
from tests.unit.reports.papers import CATALOG, HOSTILE


def written(report: CircularReport) -> bytes:
    return write_word(compose_circular(report, CATALOG))


def opened(report: CircularReport) -> Document:
    return docx.Document(io.BytesIO(written(report)))


def squares(document: Document, caption: str) -> list[list[str]]:
    """The rows of the table that follows a caption with these words."""
    captions = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    [number] = [n for n, text in enumerate(captions) if caption in text]
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def test_the_title_names_office_quarter_and_whole() -> None:
    assert opened(circular()).paragraphs[0].text == (
        "云江区人民政府办公室\n关于2025年第二季度\n全区政务公开工作情况的通报"
    )


def test_period_and_year_to_date_are_read_back_from_their_tables() -> None:
    report, document = circular(), opened(circular())
    layouts = layout_tables(CATALOG.edition("2021"), "period")
    for span, statement in (("（本期）", report.quarter.quarter), ("（本年累计）", report.quarter.year_to_date)):
        for layout in layouts:
            found = squares(document, CATALOG.circular.grids[layout.table].caption.replace("（{span}）", span))
            for cell in layout.values():
                assert found[cell.row][cell.column] == render_number(statement.values[cell.cell_code or ""])


def test_the_overview_has_last_year_s_quarter_beside_this_one_where_there_is_one() -> None:
    rows = squares(opened(circular()), "主要数据")
    assert rows[:2] == [["项目", "本期", "本年累计", "上年同期"], ["新收申请", "14069", "28138", "14000"]]
    assert squares(opened(bare()), "主要数据")[1] == ["新收申请", "14069", "28138"]


def test_units_stand_under_their_group_and_a_missing_one_is_blank() -> None:
    rows = squares(opened(circular()), "工作情况（本期）")
    new = rows[0].index("新收申请")
    assert [row[0] for row in rows] == ["单位", "部门", "云江区司法局", "街镇", "云江区云溪镇人民政府", "合计"]
    assert rows[2][1:2] + rows[2][new : new + 1] == ["已接收", "14069"]
    assert set(rows[4][2:]) == {""}
    assert rows[5][new] == "14069"


def test_every_unit_s_report_is_listed_under_its_kind() -> None:
    rows = squares(opened(circular()), "报表报送情况")
    assert [row[0] for row in rows if len(set(row)) == 1] == ["部门", "市属", "街道", "镇", "园区"]
    assert ["云江区司法局", "已接收", "逾期", "2025-07-16", "2", ""] in rows
    assert ["国家税务总局云江区税务局", "已接收", "按期", "2025-07-08", "0", "不计入合计"] in rows
    assert ["云江区云溪镇人民政府", "未报", "", "", "0", ""] in rows


def test_indicators_stand_with_their_parts_and_units_with_a_mark_where_they_fall_short() -> None:
    document = opened(circular())
    rows = squares(document, "全区工作指标")
    assert ["公文备案率", "工作指标表", "90%（9/10）", "", "", "应达到100%", "未达到"] in rows
    assert ["公文主动公开率", "工作指标表", "95.24%", "90%", "", "", ""] in rows
    units = squares(document, "各单位工作指标：文件公开（本期）")
    assert ["云江区司法局", "80%▲"] in units
    assert ["云江区临江街道办事处", "不适用"] in units
    assert squares(document, "各单位工作指标：政民互动（本期）")[0] == [
        "单位",
        "政策留言板按时回复率（工作指标表）",
        "政策留言板按时回复率（门户网站）",
    ]


def test_ranks_stand_group_by_group_and_who_has_none_stands_apart() -> None:
    document = opened(circular())
    assert squares(document, "部门得分和排名")[1:] == [
        ["1", "云江区司法局", "96.5", "100", "优秀"],
        ["1", "云江区教育局", "96.5", "100", "优秀"],
        ["3", "云江区卫生健康委员会", "80", "100", "良好"],
    ]
    assert squares(document, "不参加排名单位的得分")[1:] == [
        ["不排名", "国家税务总局云江区税务局", "90", "100", "优秀"]
    ]


def test_problems_stand_with_their_day_or_say_that_it_is_open() -> None:
    rows = squares(opened(circular()), "问题清单")
    assert rows[1] == ["云江区司法局", "任务逾期", "工作要点一1到期未完成。", "尽快完成", "2025-05-09", "逾期未改"]
    assert [row[-1] for row in rows[1:]] == ["逾期未改", "已销号", "整改中", "整改中"]
    assert rows[3][-2] == "待定（当年工作日安排未公布）"


def test_returns_give_the_reasons_but_not_the_file_name() -> None:
    document = opened(circular())
    assert squares(document, "退回的报表")[1] == ["云江区司法局", "1．“自然人”列：相差 1。2．总计不符。"]
    assert "secret-name" not in document.element.xml


def test_each_annex_begins_a_page_at_the_edge_of_the_text() -> None:
    annexes = [p for p in opened(circular()).paragraphs if p.text.startswith("附件") and "：" not in p.text]
    assert len(annexes) == 7
    assert all(p.paragraph_format.page_break_before for p in annexes)
    assert all(p.paragraph_format.first_line_indent == 0 for p in annexes)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert written(circular()) == written(circular())


def test_hostile_names_and_reasons_are_text() -> None:
    quarter = whole_quarter(returned=(ReturnedLine(HOSTILE, HOSTILE, (HOSTILE,)),))
    report = circular(quarter=quarter, coverage=(coverage(replace(TOWN, name=HOSTILE)),))
    assert squares(opened(report), "退回的报表")[1][0] == "<img src=x onerror=alert(1)>{publisher}"
