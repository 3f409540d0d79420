"""The parts on key-point tasks in the quarter's and the annual document. Every count is counted again from the lines."""

from __future__ import annotations

import dataclasses
import io
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

import docx
import pytest

from reports.annual_docx import write_annual_docx
from reports.annual_html import render_annual_html
from reports.circular.compose import compose_circular
from reports.circular.content import CircularReport, UnitRef
from reports.circular.workbook import write_circular_workbook
from reports.narrative.html import render_page
from reports.narrative.paper import Block, Grid, Heading, Paragraph
from reports.tasks.annual import compose_annual_tasks
from reports.tasks.report import TaskReport
from reports.word.document import write_word
from tests.unit.reports.circular_cases import UNITS, circular, whole_quarter
from tests.unit.reports.papers import annual, city_values
from tests.unit.reports.task_cases import (
    CATALOG,
    EDUCATION,
    FIGURES,
    JUSTICE,
    PROGRESS,
    STATUSES,
    TOWN,
    progress,
    task_lines,
    task_report,
)
from tests.unit.reports.workbooks import sheet_of
from warehouse.catalog.narrative import PLACE
from warehouse.catalog.period import Period

REPORT = task_report()
DONE = tuple(dataclasses.replace(line, status="done", evidence_state=None, is_disputed=False) for line in PROGRESS)
QUIET = task_report(tasks=task_lines(DONE, **dict.fromkeys(STATUSES, "done")), progress=DONE, figures=())
OWN = task_report(
    period=Period(2025, 4),
    tasks=(),
    progress=tuple(line for line in PROGRESS if line.unit_name == JUSTICE),
    figures=(),
    is_own=True,
)
FIGURE_IN_TEXT = re.compile(r"(?<!第)\d+(?=项次|项|家|个)")


def said(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Heading | Paragraph))


def table(blocks: Iterable[Block], name: str) -> list[list[str]]:
    """A table row by row; a cell over several rows is read in each."""
    [grid] = [block for block in blocks if isinstance(block, Grid) and block.name == name]
    rows = [[""] * grid.width for _ in range(grid.height)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            rows[row][cell.column] = cell.text
    return rows


def quarter_part(report: TaskReport = REPORT) -> list[Block]:
    """The text of the circular, and the annex on tasks."""
    return list(compose_circular(with_tasks(report), CATALOG).blocks)


def with_tasks(report: TaskReport) -> CircularReport:
    names = dict.fromkeys(line.unit_name for line in report.progress)
    known = {unit.name for unit in UNITS}
    more = (UnitRef(name, name, "部门", "部门") for name in names if name not in known)
    return circular(quarter=whole_quarter(tasks=report), units=(*UNITS, *more))


def test_the_states_of_the_paragraph_add_up_to_its_tasks() -> None:
    [overview] = [block for block in quarter_part() if isinstance(block, Paragraph) and "共5项任务" in block.text]
    figures = [int(figure) for figure in FIGURE_IN_TEXT.findall(overview.text)]
    every, held, units, pairs, unheld, *states = figures
    assert every == held + unheld == sum(states[:3]) == len(REPORT.tasks)
    assert pairs == sum(states[3:7]) == len(REPORT.progress)
    assert units == len({line.unit_name for line in REPORT.progress})


def test_the_table_by_chapter_counts_the_tasks_and_its_last_row_is_their_sum() -> None:
    head, *chapters, total = table(quarter_part(), "task_chapters_0")
    assert head == ["章", "任务数", *(status.label for status in CATALOG.tasks.statuses)]
    assert chapters == [
        ["一、夯实基础工作", "2", "0", "0", "1", "1", "0", "0"],
        ["二、深化政民互动", "3", "0", "1", "0", "2", "0", "0"],
    ]
    counted = Counter(line.status for line in REPORT.tasks)
    assert total == ["合计", "5", *(str(counted[status.code]) for status in CATALOG.tasks.statuses)]


def test_who_is_overdue_is_named_with_task_and_due_date() -> None:
    assert table(quarter_part(), "task_overdue")[1:] == [
        [JUSTICE, "一1 主动公开", "二季度前（2025年6月30日）", "=1+1 起草中<b>"]
    ]


def test_who_said_nothing_is_named_with_the_tasks_and_who_said_nothing_at_all_with_those_past_their_time() -> None:
    assert table(quarter_part(), "task_silent")[1:] == [
        [JUSTICE, "3", "1", "二3 政策解读，全年"],
        [TOWN, "2", "2", "全部 2 项，其中已过时限的：一1 主动公开，二季度前（2025年6月30日）"],
    ]


def test_an_indicator_that_is_not_met_stands_with_its_figure_and_its_requirement() -> None:
    assert table(quarter_part(), "task_unmet")[1:] == [
        [EDUCATION, "二3 政策解读", "意见占比", "33.33%（1/3）", "不低于 50%"]
    ]
    assert "应报2项次，未达到要求1项次、不适用（本期无此类事项）1项次。" in said(quarter_part())


def test_a_dispute_shows_what_was_said_and_what_the_data_say() -> None:
    assert table(quarter_part(), "task_disputed")[1:] == [
        [EDUCATION, "二3 政策解读", "已完成", "意见占比：33.33%（1/3），要求不低于 50%"]
    ]


def test_a_quarter_without_trouble_prints_no_lists() -> None:
    blocks = quarter_part(QUIET)
    assert [block.name for block in blocks if isinstance(block, Grid) and block.name.startswith("task_")] == [
        "task_chapters_0"
    ]
    assert "工作要点任务逾期" not in said(blocks)
    assert "抓紧完成" not in said(blocks)


def test_tasks_of_two_documents_are_told_apart() -> None:
    [first] = REPORT.documents
    second = dataclasses.replace(first, key="city-2025", title="2025年政务公开工作要点", number="府办〔2025〕5号")
    other = dataclasses.replace(progress("一1", TOWN, "overdue"), document="city-2025")
    report = dataclasses.replace(REPORT, documents=(first, second), progress=(*PROGRESS, other))
    blocks = quarter_part(report)
    assert table(blocks, "task_overdue")[-1][1] == "《2025年政务公开工作要点》一1 主动公开"
    assert [row[1] for row in table(blocks, "task_chapters_0")][-1] == "5"


def test_the_circular_carries_the_part_in_word_and_page() -> None:
    paper = compose_circular(with_tasks(REPORT), CATALOG)
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(write_word(paper))).paragraphs]
    page = render_page(paper)
    [annex] = [
        text for text in texts if text.startswith("附件") and text.endswith("工作要点任务推进情况") and "．" not in text
    ]
    assert annex in page
    assert any(text.endswith("《2025年云江区政务公开工作要点》任务进展（按章）") for text in texts)
    assert "&lt;b&gt;" in page
    assert "起草中<b>" not in page


def test_without_key_points_the_circular_says_so_and_has_no_such_annex() -> None:
    blocks = list(compose_circular(circular(), CATALOG).blocks)
    assert "本季度没有政务公开工作要点的任务数据。" in said(blocks)
    assert not [block.name for block in blocks if isinstance(block, Grid) and block.name.startswith("task_")]


def test_the_workbook_lists_every_task_every_unit_and_every_figure() -> None:
    written = write_circular_workbook(with_tasks(REPORT), CATALOG)
    tasks, units, figures = (
        list(sheet_of(written, name).iter_rows(min_row=4, values_only=True))
        for name in ("任务进展（按任务）", "任务进展（按单位）", "任务指标")
    )
    assert [row[2] for row in tasks] == list(STATUSES)
    assert [sum(n for n in row[7:13] if isinstance(n, int)) for row in tasks] == [line.units for line in REPORT.tasks]
    assert [(row[0], row[2]) for row in units] == [(line.unit_name, line.task_id) for line in PROGRESS]
    assert [row[-1] for row in figures] == ["未达到要求", "不适用（本期无此类事项）"]
    assert len(figures) == len(FIGURES)


def test_what_a_unit_wrote_stays_text_in_the_workbook() -> None:
    sheet = sheet_of(write_circular_workbook(with_tasks(REPORT), CATALOG), "任务进展（按单位）")
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1 起草中<b>"]
    assert cell.data_type == "s"


def test_the_district_s_annual_part_counts_its_tasks_and_names_no_unit() -> None:
    blocks = list(compose_annual_tasks(task_report(period=Period(2025, 4)), CATALOG))
    assert (
        "确定任务5项，其中1项的责任单位尚待分派。截至2025年12月31日，推进中1项、逾期未完成1项、未报送进展3项。"
        "其中1项任务有单位所报与数据不一致，以数据为准。"
    ) in said(blocks)
    assert table(blocks, "task_open_0")[1:] == [
        ["一1 主动公开", "二季度前（2025年6月30日）", "逾期未完成1家、未报送进展1家"],
        ["一2 主动公开", "全年", "未报送进展1家"],
        ["二3 政策解读", "全年", "未报送进展1家"],
        ["二4 专区活动", "每季度", "推进中1家"],
        ["二5 留言办理", "全年", "责任单位尚待分派"],
    ]
    printed = said(blocks) + "".join(cell for row in table(blocks, "task_open_0") for cell in row)
    assert not any(unit in printed for unit in (EDUCATION, JUSTICE, TOWN))


def test_the_open_tasks_of_the_annual_part_are_those_that_its_table_counts_as_not_done() -> None:
    blocks = list(compose_annual_tasks(task_report(period=Period(2025, 4)), CATALOG))
    head, *_, total = table(blocks, "task_chapters_0")
    counts = dict(zip(head[1:], map(int, total[1:]), strict=True))
    assert len(table(blocks, "task_open_0")) - 1 == counts["任务数"] - counts["已完成"] - counts["不涉及"]


def test_a_unit_s_annual_part_counts_its_own_tasks_and_says_why_one_is_open() -> None:
    blocks = list(compose_annual_tasks(OWN, CATALOG))
    assert (
        "本单位承担《2025年云江区政务公开工作要点》（云府办〔2025〕9号）任务3项，截至2025年12月31日，"
        "已完成1项、逾期未完成1项、未报送进展1项。"
    ) in said(blocks)
    assert [row[2] for row in table(blocks, "task_open_0")[1:]] == ["逾期未完成：=1+1 起草中<b>", "未报送进展"]


def test_a_year_in_which_all_was_done_says_so_and_lists_nothing() -> None:
    blocks = list(compose_annual_tasks(QUIET, CATALOG))
    assert "各项任务均已落实。" in said(blocks)
    assert [block.name for block in blocks if isinstance(block, Grid)] == ["task_chapters_0"]


@pytest.mark.parametrize("report", [task_report(period=Period(2025, 4)), OWN])
def test_the_annual_report_carries_the_part_between_the_fees_and_the_other_matters(report: TaskReport) -> None:
    paper = dataclasses.replace(annual(city_values(), published_on=date(2026, 1, 20)), tasks=report)
    texts = [p.text for p in docx.Document(io.BytesIO(write_annual_docx(paper, CATALOG))).paragraphs]
    part = texts.index("（二）政务公开工作要点落实情况")
    assert texts.index("六、其他需要报告的事项") < part < texts.index("（三）其他事项") < texts.index("2026年1月20日")
    assert "（二）政务公开工作要点落实情况" in render_annual_html(paper, CATALOG)


def test_no_sentence_names_a_fact_that_nobody_supplies() -> None:
    narrative = CATALOG.task_narrative
    given = {
        *("title", "number", "period_end", "tasks", "held", "unheld", "units", "pairs", "states", "pair_states"),
        *("open", "open_tasks", "disputed", "unfinished"),
    }
    blocks = (*narrative.annual.government, *narrative.annual.department)
    choices = [choice for block in blocks for sentence in block.sentences for choice in sentence]
    used = {name for choice in choices for name in (*choice.when, *choice.places)}
    used |= {name for block in blocks for name in (*block.when, *PLACE.findall(block.caption))}
    assert used <= given
