"""Tasks, bodies and due dates in words."""

from __future__ import annotations

from datetime import date

from reports.tasks.wording import bodies_words, due_words, task_content
from tests.unit.reports.task_cases import CATALOG, HOSTILE, TASKS, body, task


def test_the_documents_text_goes_before_the_summary() -> None:
    assert task_content(TASKS[2]) == "解读材料与文件同步审签、同步发布。"
    assert task_content(TASKS[0]) == "做好第1项工作。"


def test_a_due_date_is_the_printed_words_with_the_day_and_else_the_whole_year() -> None:
    assert due_words(TASKS[0], CATALOG) == "二季度前（2025年6月30日）"
    assert due_words(TASKS[1], CATALOG) == "全年"
    assert due_words(TASKS[3], CATALOG) == "每季度"
    assert due_words(task("一1", 1, due_text="全年", due=date(2025, 12, 31)), CATALOG) == "全年"


def test_bodies_of_one_role_stand_as_printed_and_those_of_several_by_role() -> None:
    assert bodies_words(TASKS[0], CATALOG) == "各部门"
    assert bodies_words(TASKS[1], CATALOG) == "牵头：区府办；责任：区司法局；配合：各街镇"


def test_an_open_body_names_those_it_was_assigned_to() -> None:
    said = bodies_words(TASKS[4], CATALOG, {"等": ("云江区教育局", "云江区司法局")})
    assert said == "各部门、等（云江区教育局、云江区司法局）"


def test_what_a_document_writes_is_never_read_as_a_pattern() -> None:
    assert bodies_words(task("一1", 1, body(HOSTILE)), CATALOG) == "=HYPERLINK(1)<b>{body}"
