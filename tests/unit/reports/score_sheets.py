"""A page of a unit and a list of problems, made up by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reports.problem_list import Problem, ProblemList
from reports.score.sheet import IndicatorFigure, ScoreLine, ScoreSheet
from warehouse.catalog.period import Period

Q2 = Period(2025, 2)
MISSING = Problem(
    problem_id="2025Q1-finance-missing",
    unit_code="finance",
    unit_name="某区财政局",
    holder_name="某区财政局",
    kind="missing",
    listed_period="2025Q1",
    text="2025年第一季度报表到通报之日没有有效报送（未报）",
    demand="补报2025年第一季度报表",
    due_on=date(2025, 5, 8),
    status="overdue",
    is_new=False,
    quarters_carried=1,
    closed_by=None,
    closed_reason=None,
    former_closed_period=None,
)
AGAIN = replace(
    MISSING,
    problem_id="2025Q2-finance-late",
    kind="late",
    text="迟报",
    status="open",
    former_closed_period="2024Q4",
    due_on=None,
)
CLOSED = replace(MISSING, problem_id="2025Q1-audit-task", unit_code="audit", unit_name="某区审计局", kind="task", holder_name="某区财政局",
                 status="closed", closed_by="office", closed_reason="=HYPERLINK(1)")  # fmt: skip
LISTED = ProblemList("某区人民政府", Q2, (MISSING, AGAIN, CLOSED))
LINES = (
    ScoreLine(
        "a",
        "一",
        "依申请按时答复",
        "rate",
        Decimal(60),
        Decimal(75),
        Decimal("65.63"),
        "scored",
        "按时答复率87.5%；得65.63分。",
    ),
    ScoreLine("b", "一", "培训", "met", Decimal(15), Decimal(0), Decimal(0), "not_asked", "尚未到期。"),
    ScoreLine("c", "二", "审查", "manual", Decimal(25), Decimal(25), Decimal(20), "scored", "评20分。"),
    ScoreLine("d", "三", "活动", "bonus", Decimal(3), Decimal(3), Decimal(2), "scored", "加2分。"),
    ScoreLine("bonus_cap", None, "加分封顶", "bonus_cap", None, None, Decimal(-1), "scored", "最多计1分。"),
)
SHEET = ScoreSheet(
    unit_code="finance",
    unit_name="某区财政局",
    period=Q2,
    scheme_name="示例方案",
    total=Decimal(100),
    group_name="部门",
    score=Decimal("86.63"),
    assessed_marks=Decimal(85),
    band="良好",
    rank=3,
    ranked_count=33,
    lines=LINES,
    problems=(MISSING, AGAIN),
    task_counts={"done": 4, "overdue": 1, "not_due": 0},
    overdue_tasks=("一(一)1 更新目录",),
    indicators=(
        IndicatorFigure("requests_new", "依申请新收件数", "count", Decimal(12), "value", Decimal(30)),
        IndicatorFigure("push_rate", "集成推送率", "ratio", None, "not_applicable", Decimal("0.5")),
        IndicatorFigure("zone_events", "活动场次", "count", Decimal(0), "value", None),
    ),
)
