"""The rules on key-point tasks as worked examples: what a unit answers, and what is said of it."""

from __future__ import annotations

import pytest

from tests.unit.expectations.task_batch import TaskBatch, a_task, an_indicator

ONE, LINK = a_task("一(一)1"), "https://www.example.gov.cn/1.html"


def outcome(batch: TaskBatch, rule_id: str) -> str:
    [(said, *_)] = batch.checks(rule_id).values()
    return said


def said(batch: TaskBatch, rule_id: str) -> tuple[str, str | None]:
    """The sentence and the cell of the one finding."""
    violations = batch.judge(rule_ids={rule_id}).violations
    [(message, address)] = violations.select("message", "address").rows()
    return message, address


@pytest.mark.parametrize(("status", "expected"), [("已完成", "pass"), ("差不多了", "fail"), (None, "not_assessable")])
def test_a_state_is_one_of_four(status: str | None, expected: str) -> None:
    assert outcome(TaskBatch(ONE).answer("一(一)1", status), "TASK-STATUS") == expected


def test_a_state_that_is_not_known_names_the_cell_and_what_stands_there() -> None:
    message, address = said(TaskBatch(ONE).answer("一(一)1", "差不多了"), "TASK-STATUS")
    assert message == "任务“一(一)1”的完成状态填写的是“差不多了”，无法认定。"
    assert address == "G4"


def test_a_row_with_no_state_is_said_as_such() -> None:
    message, _ = said(TaskBatch(ONE).answer("一(一)1", None, link="https://www.example.gov.cn/1"), "TASK-STATUS")
    assert message == "任务“一(一)1”写了进展等内容，没有选完成状态，无法认定。"


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        *(("2025-06-30", "pass"), ("2025-04-30", "pass"), ("2025-07-04", "pass")),  # issued and received that day
        *((None, "fail"), ("六月底", "fail"), ("2025-07-05", "fail"), ("2025-04-29", "fail")),
    ],
)
def test_a_task_is_done_on_a_day_between_issue_and_receipt(done: str | None, expected: str) -> None:
    assert outcome(TaskBatch(ONE).answer("一(一)1", "已完成", done), "TASK-DATE") == expected


def test_only_what_is_done_has_a_day() -> None:
    assert outcome(TaskBatch(ONE).answer("一(一)1", "推进中", "六月底"), "TASK-DATE") == "not_assessable"


@pytest.mark.parametrize(
    ("link", "expected"), [(LINK, "pass"), (None, "fail"), ("见附件", "fail"), ("ftp://a.cn/1", "fail")]
)
def test_what_is_done_can_be_looked_at(link: str | None, expected: str) -> None:
    assert outcome(TaskBatch(ONE).answer("一(一)1", "已完成", "2025-06-30", link), "TASK-EVIDENCE") == expected


def test_a_task_of_another_unit_and_one_that_nobody_set_go_nowhere() -> None:
    assert outcome(TaskBatch(ONE).answer("一(一)1", "已完成"), "TASK-UNKNOWN") == "pass"
    strange = TaskBatch(ONE).answer("九9", "已完成")
    assert said(strange, "TASK-UNKNOWN") == ("任务“doc-2025 九9”在工作要点中没有，这一行没有计入。", "G4")
    other = TaskBatch(ONE).answer("一(一)1", "已完成")
    other.rows["check_task_unit"].clear()
    assert outcome(other, "TASK-UNKNOWN") == "fail"


def test_every_task_on_the_sheet_has_an_answer() -> None:
    batch = TaskBatch(ONE, a_task("一(一)2")).answer("一(一)1", "推进中").answer("一(一)2", None)
    assert [check[0] for check in batch.checks("TASK-MISSING").values()] == ["pass", "fail"]
    assert said(batch, "TASK-MISSING")[1] == "G5"


def test_what_was_done_before_needs_no_second_answer_unless_it_recurs() -> None:
    batch = TaskBatch(ONE, a_task("一(一)2", recurs="quarter"), period="2025Q3")
    batch.before("2025Q2", "一(一)1", "已完成").before("2025Q2", "一(一)2", "已完成").answer("一(一)1", None)
    assert batch.checks("TASK-MISSING") == {
        "doc-2025 一(一)1": ("pass", None, None),
        "doc-2025 一(一)2": ("fail", None, None),
    }


def test_a_workbook_without_the_sheet_is_not_judged() -> None:
    assert outcome(TaskBatch(ONE), "TASK-MISSING") == "not_assessable"


@pytest.mark.parametrize(("status", "expected"), [("已完成", "pass"), ("推进中", "fail"), ("大致", "not_assessable")])
def test_what_was_done_is_not_taken_back(status: str, expected: str) -> None:
    batch = TaskBatch(ONE, period="2025Q3").before("2025Q2", "一(一)1", "已完成").answer("一(一)1", status)
    assert outcome(batch, "TASK-REVERSED") == expected


def test_what_was_taken_back_already_is_not_taken_back_again() -> None:
    batch = TaskBatch(ONE, period="2025Q4").before("2025Q2", "一(一)1", "已完成").before("2025Q3", "一(一)1", "推进中")
    assert batch.answer("一(一)1", "推进中").checks("TASK-REVERSED") == {}


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (3, 4, "pass"),
        (4, 4, "pass"),
        (0, 0, "pass"),
        (5, 4, "fail"),
        (-1, 4, "fail"),
        ("50%", 4, "fail"),
        (3, None, "fail"),
        (None, 4, "fail"),
        (None, None, "not_assessable"),
    ],
)
def test_figures_are_counts_and_a_part_is_in_its_whole(
    numerator: float | str | None, denominator: float | None, expected: str
) -> None:
    batch = TaskBatch(ONE, indicators=[an_indicator("一(一)1")]).figure("一(一)1", numerator, denominator)
    assert outcome(batch, "TASK-FIGURE") == expected


def test_a_wrong_figure_is_named_as_the_sheet_names_it() -> None:
    indicator = an_indicator("一(一)1")
    message, _ = said(TaskBatch(ONE, indicators=[indicator]).figure("一(一)1", 5, 4), "TASK-FIGURE")
    assert message.startswith(f"任务“一(一)1”的指标“{indicator.name}”数值一（5）大于数值二（4）")


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"), [(1, 2, "pass"), (1, 3, "fail"), (0, 0, "not_assessable")]
)
def test_a_task_is_done_when_its_figures_meet_the_requirement(
    numerator: float, denominator: float, expected: str
) -> None:
    batch = (
        TaskBatch(ONE, indicators=[an_indicator("一(一)1")])
        .answer("一(一)1", "已完成")
        .figure("一(一)1", numerator, denominator)
    )
    assert outcome(batch, "TASK-DISPUTED") == expected


def test_a_dispute_says_the_requirement_and_what_the_figures_come_to() -> None:
    batch = TaskBatch(ONE, indicators=[an_indicator("一(一)1")]).answer("一(一)1", "已完成").figure("一(一)1", 2, 5)
    message, address = said(batch, "TASK-DISPUTED")
    assert message == "任务“一(一)1”报“已完成”，指标“占比”要求不低于 50%，按所填数据为 40%，没有达到要求。"
    assert address == "G4"


def test_counts_of_a_year_add_up_over_its_quarters() -> None:
    batch = TaskBatch(ONE, indicators=[an_indicator("一(一)1", threshold="4", period="year", unit="count")])
    batch.answer("一(一)1", "已完成").figure("一(一)1", 1).counted("2025Q1", "一(一)1", 3).counted(
        "2024Q4", "一(一)1", 9
    )
    assert batch.checks("TASK-DISPUTED") == {"task:1 share": ("pass", 4.0, 1.0 + 3.0)}


@pytest.mark.parametrize(("state", "expected"), [("alive", "pass"), ("dead", "fail"), ("unsure", "not_assessable")])
def test_a_link_could_be_opened_when_it_was_last_looked_at(state: str, expected: str) -> None:
    batch = TaskBatch(ONE).answer("一(一)1", "已完成", "2025-06-30", LINK).visited(LINK, state)
    assert outcome(batch, "TASK-LINK") == expected


def test_what_the_reader_noticed_on_a_sheet_of_tasks_is_said() -> None:
    batch = TaskBatch(ONE)
    assert outcome(batch, "TASK-SHEET") == "pass"
    batch.notice(batch.submission, "TASK-SHEET", "任务填了两次。", sheet="工作任务", address="G5")
    assert outcome(batch, "TASK-SHEET") == "fail"


def test_a_batch_without_tasks_runs_no_rule_on_them() -> None:
    batch = TaskBatch()
    assert not [rule for rule in batch.judge().results["rule_id"] if rule.startswith("TASK-")]
    assert "TASK-STATUS" in TaskBatch(ONE).answer("一(一)1", "已完成").judge().results["rule_id"].to_list()
