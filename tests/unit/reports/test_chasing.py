"""The chasing list: what a unit is told before and after the due day, and the office's own list."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from reports.chasing.chase import ChasingList, UnitWants, Want, counted, file_stem
from reports.chasing.message import render_message, render_messages
from reports.chasing.xlsx import write_chasing_workbook
from reports.narrative.figures import Fact
from tests.unit.reports.workbooks import CATALOG, HOSTILE
from warehouse.catalog.period import Period
from warehouse.catalog.reminders import Reminders, load_reminders

WORDS = load_reminders()
DUE, COLLECT = date(2025, 10, 10), date(2025, 10, 20)


def missing(left: int, tasks: int = 0) -> Want:
    passed: dict[str, Fact] = {"left": Decimal(max(left, 0)), "passed": Decimal(max(-left, 0))}
    return Want("missing", DUE, left, None, {"tasks": Decimal(tasks), **passed})


def sent_back(kind: str, correct_by: str | None, *, is_past: bool = False) -> Want:
    facts: dict[str, Fact] = {
        "number": "12",
        "received": "2025年10月9日（星期四）",
        "correct_by": correct_by,
        "is_past": "yes" if is_past else "no",
    }
    return Want(kind, None, None, 12, facts)


def problem(left: int | None, demand: str | None = "补全解读材料") -> Want:
    facts: dict[str, Fact] = {
        "text": "2份规范性文件没有解读",
        "demand": demand,
        "due": None if left is None else "2025年11月4日（星期二）",
        "is_past": "yes" if left is not None and left < 0 else "no",
        "is_today": "yes" if left == 0 else "no",
        "left": None if left is None else str(max(left, 0)),
    }
    kind = "problem_overdue" if facts["is_past"] == "yes" else "problem"
    return Want(kind, None if left is None else date(2025, 11, 4), left, None, facts)


def on(day: date, *wants: Want, due_on: date | None = DUE, unit: str = "云江区教育局") -> ChasingList:
    units = (UnitWants("education", unit, "部门", wants),) if wants else ()
    return ChasingList(Period(2025, 3), "云江区人民政府", "云江区人民政府办公室", day, due_on, COLLECT, 52, 50, units)


def told(chasing: ChasingList) -> list[str]:
    return render_message(chasing, chasing.units[0], CATALOG, WORDS).splitlines()


def test_a_text_says_whose_what_until_when_and_from_whom() -> None:
    assert told(on(date(2025, 9, 29), missing(3, tasks=5))) == [
        "【报送提醒】云江区教育局2025年第三季度政务公开报送",
        "",
        "你单位有以下1项尚待办理，请予落实：",
        "1．2025年第三季度政府信息公开工作季度报表尚未收到。报送截止日为2025年10月10日（星期五），还有3个工作日，请按时报送。"
        "你单位承担的工作要点任务有5项，请在同一报表中填写进展。",
        "",
        "以上为截至2025年9月29日（星期一）的登记情况。已经报送或办结的，请告知我们核对。",
        "云江区人民政府办公室　2025年9月29日（星期一）",
    ]


@pytest.mark.parametrize(
    ("day", "left", "said"),
    [
        (DUE, 0, "今天（2025年10月10日（星期五））是报送截止日，请于今日报送。"),
        (date(2025, 10, 13), -2, "已过2个工作日，请尽快补报，最迟不晚于2025年10月20日（星期一）。"),
        (date(2025, 10, 22), -9, "收表已于2025年10月20日（星期一）结束，本期汇总中没有你单位的数据"),
    ],
)
def test_what_is_said_follows_the_due_day_and_the_end_of_collecting(day: date, left: int, said: str) -> None:
    assert said in told(on(day, missing(left)))[3]


def test_a_due_day_that_nobody_knows_is_not_named() -> None:
    want = Want("missing", None, None, None, {"tasks": Decimal(0), "left": None, "passed": None})
    lines = told(replace(on(date(2031, 1, 8), want, due_on=None), collect_on=None))
    assert lines[3:5] == [
        "1．2025年第三季度政府信息公开工作季度报表尚未收到，请按通知的时间报送。",
        "报送截止日暂不能确定，请以报送通知为准。",
    ]


@pytest.mark.parametrize("kind", ["returned", "unreadable", "correction"])
def test_a_unit_that_sent_something_is_never_told_that_nothing_came(kind: str) -> None:
    said = told(on(date(2025, 10, 11), sent_back(kind, "2025年10月14日（星期二）")))[3]
    assert "尚未收到。报送截止日" not in said
    assert "收件编号12" in said
    assert said.endswith("请按退回通知更正后重新报送，更正期限为2025年10月14日（星期二）。")


def test_a_correction_that_is_late_or_has_no_known_day_says_so() -> None:
    past = told(on(date(2025, 10, 20), sent_back("returned", "2025年10月14日（星期二）", is_past=True)))[3]
    assert "更正期限2025年10月14日（星期二）已过" in past
    assert told(on(date(2025, 10, 20), sent_back("returned", None)))[3].endswith("请按退回通知更正后重新报送。")


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (3, "整改期限为2025年11月4日（星期二），还有3个工作日。"),
        (0, "整改期限为今天（2025年11月4日（星期二））。"),
        (-2, "整改期限为2025年11月4日（星期二），现已逾期，请尽快办结并报送整改情况。"),
        (None, "请按整改通知的期限办结。"),
    ],
)
def test_a_problem_says_what_is_demanded_and_until_when(left: int | None, said: str) -> None:
    line = told(on(date(2025, 10, 30), problem(left)))[3]
    assert line == f"1．问题整改：2份规范性文件没有解读。整改要求：补全解读材料。{said}"


def test_a_day_that_is_known_is_told_though_the_working_days_until_it_are_not() -> None:
    known = problem(3)
    unknown = replace(known, left=None, facts={**known.facts, "left": None})
    assert told(on(date(2025, 10, 30), unknown))[3].endswith(
        "整改要求：补全解读材料。整改期限为2025年11月4日（星期二）。"
    )


def test_several_things_are_numbered_and_texts_divided_by_a_line() -> None:
    chasing = on(date(2025, 10, 30), sent_back("returned", None), problem(3))
    assert [line[:2] for line in told(chasing)[3:5]] == ["1．", "2．"]
    two = replace(chasing, units=chasing.units * 2)
    assert render_messages(two, CATALOG, WORDS).count("【催报】") == 2
    assert render_messages(two, CATALOG, WORDS).count("─" * 30) == 1
    assert render_messages(on(DUE), CATALOG, WORDS) == "没有需要提醒的单位。\n"


def test_the_list_has_a_row_for_each_thing_with_day_and_working_days_left() -> None:
    chasing = on(date(2025, 10, 13), missing(-2), problem(16))
    book = load_workbook(io.BytesIO(write_chasing_workbook(chasing, CATALOG, WORDS)))
    rows = list(book["催报清单"].iter_rows(values_only=True))
    assert rows[0][0] == "云江区人民政府2025年第三季度催报清单"
    assert rows[1][0] == "截至2025年10月13日（星期一）　应报52家，已接收50家，需提醒1家"
    assert rows[2][0].startswith("未报送1家；问题待整改1家")
    assert rows[3] == ("序号", "单位", "组别", "事项", "收件编号", "说明", "期限", "剩余工作日", "联系记录")
    assert [row[:3] for row in rows[4:6]] == [(1, "云江区教育局", "部门"), (2, "云江区教育局", "部门")]
    assert [(row[3], row[6].date(), row[7]) for row in rows[4:6]] == [
        ("未报送", DUE, -2),
        ("问题待整改", date(2025, 11, 4), 16),
    ]
    assert book["通知文本"]["C2"].value == render_message(chasing, chasing.units[0], CATALOG, WORDS).rstrip("\n")


def test_files_that_nobody_knows_the_sender_of_are_said_below_the_list() -> None:
    chasing = replace(on(date(2025, 10, 13)), unplaced=("报表.xlsx", "新建.xls"))
    book = load_workbook(io.BytesIO(write_chasing_workbook(chasing, CATALOG, WORDS)))
    assert book.sheetnames == ["催报清单"]
    assert [book["催报清单"][f"A{row}"].value for row in (5, 6)] == [
        "没有需要提醒的单位。",
        "另有 2 个文件认不出单位或报告期，其中可能有所列单位的报送，请先核对：报表.xlsx、新建.xls。",
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_a_formula(name: str) -> None:
    chasing = on(date(2025, 10, 13), missing(-2), unit=name)
    book = load_workbook(io.BytesIO(write_chasing_workbook(chasing, CATALOG, WORDS)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_equal_input_gives_equal_bytes() -> None:
    chasing = on(date(2025, 10, 13), missing(-2), problem(16))
    assert write_chasing_workbook(chasing, CATALOG, WORDS) == write_chasing_workbook(chasing, CATALOG, WORDS)


def test_the_files_are_named_by_period_stage_and_day() -> None:
    assert file_stem(on(date(2025, 9, 29)), WORDS) == "2025Q3报送提醒清单-2025-09-29"
    assert file_stem(on(DUE), WORDS) == "2025Q3截止日提醒清单-2025-10-10"
    told = replace(on(date(2025, 10, 21)), circular_on=date(2025, 10, 21))
    assert file_stem(told, WORDS) == "2025Q3催办清单-2025-10-21"
    assert counted(on(DUE, missing(0)), WORDS) == "未报送1家"


def test_a_kind_without_sentences_is_refused() -> None:
    declared = WORDS.model_dump()
    declared["wants"] = {kind: said for kind, said in declared["wants"].items() if kind != "missing"}
    with pytest.raises(ValueError, match="kinds 与 wants 不一致：missing"):
        Reminders.model_validate(declared)


def test_a_kind_of_which_in_some_case_nothing_is_said_is_refused() -> None:
    declared = WORDS.model_dump()
    declared["wants"]["missing"] = [[{"when": {"stage": "before"}, "say": "请报送。"}]]
    with pytest.raises(ValueError, match="没有一句在任何情况下都成立：missing"):
        Reminders.model_validate(declared)
