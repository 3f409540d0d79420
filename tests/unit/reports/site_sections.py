"""The smaller sections of the site's district: its tasks, what is judged of it, what its sheets and the portal say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.unit.reports.papers import HOSTILE

DOCUMENT = "yunjiang-2025"
Rows = list[dict[str, Any]]
_COUNTED = "done on_the_way overdue not_reported not_due not_applicable disputed"


def row(names: str, *values: object) -> dict[str, Any]:
    """A row of the columns named."""
    return dict(zip(names.split(), values, strict=True))


def task_sections(sent: Mapping[tuple[str, str], int]) -> dict[str, Rows]:
    """Two tasks of two units in two quarters, the second one without a time and with a hostile name."""
    of_document = row(
        "document document_number year chapter chapter_title", DOCUMENT, "云府办〔2025〕3号", 2025, "一", "主动公开"
    )
    named = "task_id task_order name content due_text due_on"
    rest = row("heading bodies unit_count open_bodies", "", "区财政局、区教育局", 2, None)
    asked = "document task_id name operator threshold unit period is_printed"
    keys = [(task, period) for task in ("一1", "二(一)2") for period in ("2025Q1", "2025Q2")]
    stands = "document period task_id status units"
    return {
        "task": [
            {
                **of_document,
                **rest,
                **row(named, "一1", 1, "权责清单", "更新权责清单。", "二季度前", date(2025, 6, 30)),
            },
            {**of_document, **rest, **row(named, "二(一)2", 2, HOSTILE, HOSTILE, None, None)},
        ],
        "task_indicator": [row(asked, DOCUMENT, "一1", "更新率", ">=", Decimal("0.5"), "ratio", "year", False)],
        "task_status": [
            row(stands, DOCUMENT, period, task, "overdue", 2) | row(_COUNTED, 1, 0, 1, 0, 0, 0, 0)
            for task, period in keys
        ],
        "task_progress": [
            _progress(task, period, unit, status, sent.get((period, unit)))
            for task, period in keys
            for unit, status in (("finance", "done"), ("education", "overdue"))
        ],
    }


def _progress(task: str, period: str, unit: str, status: str, number: int | None) -> dict[str, Any]:
    is_done = status == "done"
    keys = row("document task_id unit_code period role status", DOCUMENT, task, unit, period, "responsible", status)
    told = row("progress done_on due_on", HOSTILE, date(2025, 5, 1) if is_done else None, date(2025, 6, 30))
    link = row("evidence evidence_state", *(("https://www.example.cn/a", "dead") if is_done else (None, None)))
    return {**keys, **told, **link, **row("is_disputed submission_id sheet address", is_done, number, "工作任务", "G5")}


def judged_sections(returned: int) -> dict[str, Rows]:
    """Findings at the returned report and at one that counts, problems and scores."""
    finding = "submission_id rule_id severity table_code sheet address text message answer"
    problem = row("unit_code period kind source_code", "finance", "2025Q1", "late", None)
    words = row("text latest_text demand former_id holder_code", "旧", HOSTILE, "按期报送", None, "yunxi_town")
    state = "problem_id due_on status closed_period closed_by closed_reason"
    score = row("scheme_code scheme_name period group_name full_marks", "a", "示例方案", "2025Q2", "部门", Decimal(100))
    place = "unit_code score bonus band rank ranked_count"
    line = row("scheme_code unit_code period heading", "a", "finance", "2025Q2", "组织保障")
    item = "name weight_in_force points state indicator_code source value reason"
    return {
        "finding": [
            row(finding, returned, "T3-BALANCE", "error", "T3", "表三", "C9", "62", f"合计应为 64。{HOSTILE}", None),
            row(finding, 5, "T3-BALANCE", "warning", "T3", "表三", "C9", "8", "请核实。", "已核实，联系人 13812345678"),
        ],
        "problem": [
            {**problem, **words, **row(state, "p1", None, "overdue", None, None, None)},
            {
                **problem,
                **words,
                **row(state, "p2", date(2025, 9, 1), "closed", "2025Q2", "office", "电话 13812345678 核实"),
            },
            {**problem, **words, **row(state, "p3", date(2025, 9, 1), "open", None, None, None)}
            | row("kind source_code", "task", f"{DOCUMENT}:一1"),
        ],
        "problem_state": [
            row("period status problems", "2025Q1", "open", 2),
            row("period status problems", "2025Q2", "closed", 1),
        ],
        "score": [
            {**score, **row(place, "finance", Decimal("96.5"), Decimal(2), "优秀", 1, 3)},
            {**score, **row(place, "education", None, None, None, None, None)},
        ],
        "score_line": [
            {
                **line,
                **row(
                    item,
                    "按期报送",
                    Decimal(10),
                    Decimal("6.5"),
                    "scored",
                    "report_punctuality_rate",
                    "ledger",
                    Decimal("0.75"),  # of the year so far; the quarter's is another
                    "迟报一次。",
                ),
            },
            {**line, **row(item, "留言回复", Decimal(0), None, "not_asked", None, None, None, "本期不考。")},
        ],
    }


def sheet_sections(number: int) -> dict[str, Rows]:
    """What one report has on its other sheets."""
    listed = "submission_id row_no document_number title published_on openness ways_count sheet address"
    answer = "submission_id document task_id status_text progress done_text evidence sheet address"
    none = dict.fromkeys(("interpreted_on", "filed_on", "pushed_on", "online_on"))
    metric = "submission_id measure_code text state value sheet address"
    return {
        "metric": [
            row(metric, number, "official_documents", "5", "number", Decimal(5), "工作指标", "C5"),
            row(metric, number, "official_documents_open", "", "blank", None, "工作指标", "C6"),
        ],
        "filing": [{**row(listed, number, 1, None, HOSTILE, date(2025, 4, 1), None, None, "文件台账", "B5"), **none}],
        "answer": [row(answer, number, DOCUMENT, "一1", "已完成", HOSTILE, "5.1", None, "工作任务", "G5")],
    }


def portal_sections(district: str) -> dict[str, Rows]:
    """One source whose last visit failed, and what it gave."""
    figure = row("metric_code name unit denominator source period", "posts", "信息发布数", "条", None, "news", "2025Q1")
    of_unit = "scope unit_code value numerator is_complete"
    source = "source title kind visits good good_at last_outcome last_detail"
    return {
        "portal_metric": [
            {**figure, **row(of_unit, "own", "finance", Decimal(3), Decimal(3), False)},
            {**figure, **row(of_unit, "aggregate", district, None, None, True)},
        ],
        "portal_source": [
            row(source, "news", "信息发布", "list_page", 2, 1, datetime(2025, 4, 2, 9), "quarantined", "是登录页")
        ],
    }
