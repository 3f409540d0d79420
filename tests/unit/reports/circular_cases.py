"""A circular to write documents from: seven units of four kinds, of which one is missing, one late, one was returned; what follows is
written down by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reports.circular.content import (
    CircularReport,
    CoverageRow,
    Days,
    Former,
    IndicatorRow,
    LinkRow,
    MetricRow,
    NextTask,
    Office,
    ProblemRow,
    ScoreLineRow,
    ScoreRow,
    Series,
    UnitRef,
)
from reports.statement import QuarterReport
from tests.unit.reports.papers import CATALOG, city_values, quarter, statement

JUSTICE = UnitRef("justice", "云江区司法局", "部门", "部门")
EDUCATION = UnitRef("education", "云江区教育局", "部门", "部门")
HEALTH = UnitRef("health", "云江区卫生健康委员会", "部门", "部门")
TAX = UnitRef("tax", "国家税务总局云江区税务局", "市属", "部门")
STREET = UnitRef("street", "云江区临江街道办事处", "街道", "街镇")
TOWN = UnitRef("yunxi_town", "云江区云溪镇人民政府", "镇", "街镇")
PARK = UnitRef("park", "云江滨江开发建设管理委员会", "园区", "街镇")
UNITS = (JUSTICE, EDUCATION, HEALTH, TAX, STREET, TOWN, PARK)
DAYS = Days(date(2025, 7, 22), date(2025, 8, 5), date(2025, 10, 10), None)
UNKNOWN_DAYS = Days(None, None, None, 2027)


def coverage(unit: UnitRef, **changes: object) -> CoverageRow:
    plain: dict[str, object] = {
        **{"status": "已接收", "is_in": True, "is_nil": False, "is_late": False, "received_on": date(2025, 7, 8)},
        **{"returned_count": 0, "is_rolled_up": True, "is_open": False},
    }
    return CoverageRow(unit, **(plain | changes))  # type: ignore[arg-type]


COVERAGE = (
    coverage(JUSTICE, is_late=True, received_on=date(2025, 7, 16), returned_count=2),
    coverage(EDUCATION),
    coverage(HEALTH, status="零报送", is_nil=True),
    coverage(TAX, is_rolled_up=False),
    coverage(STREET),
    coverage(TOWN, status="未报", is_in=False, is_late=None, received_on=None),
    coverage(PARK, status="已退回", is_in=False, is_late=None, returned_count=1, is_open=True),
)


def indicator(unit: UnitRef | None, code: str, source: str, value: str | None, **changes: object) -> IndicatorRow:
    declared = CATALOG.indicators.by_code[code]
    plain: dict[str, object] = {
        **{"name": declared.name, "group": declared.group, "measure": declared.unit, "operator": declared.operator},
        **{"threshold": declared.threshold, "judged_over": declared.period, "numerator": None, "denominator": None},
        **{"state": "not_reported" if value is None else "value", "is_met": None, "year_value": None},
        **{"before_value": None, "units_in": None, "value": None if value is None else Decimal(value)},
    }
    return IndicatorRow(unit, code=code, source=source, **(plain | changes))  # type: ignore[arg-type]


FILED = "document_filing_rate"
INDICATORS = (
    indicator(None, FILED, "sheet", "0.9", is_met=False, numerator=Decimal(9), denominator=Decimal(10), units_in=3),
    indicator(JUSTICE, FILED, "sheet", "0.8", is_met=False, numerator=Decimal(4), denominator=Decimal(5)),
    indicator(EDUCATION, FILED, "sheet", "1", is_met=True, numerator=Decimal(5), denominator=Decimal(5)),
    indicator(STREET, FILED, "sheet", None, state="not_applicable"),
    indicator(
        None, "message_reply_rate", "sheet", "1", is_met=True, year_value=Decimal("0.95"), before_value=Decimal("0.9")
    ),
    indicator(None, "message_reply_rate", "portal", "0.75", is_met=False),
    indicator(JUSTICE, "message_reply_rate", "sheet", "1", is_met=True),
    indicator(JUSTICE, "message_reply_rate", "portal", "0.75", is_met=False),
    indicator(None, "document_disclosure_rate", "sheet", "0.952381", year_value=Decimal("0.9")),
    indicator(None, "report_punctuality_rate", "ledger", "0.714286", is_met=False),
    indicator(TOWN, "report_punctuality_rate", "ledger", "0", is_met=False),
)
SCORES = (
    ScoreRow(JUSTICE, "部门", Decimal("96.5"), Decimal(100), "优秀", 1, True),
    ScoreRow(EDUCATION, "部门", Decimal("96.5"), Decimal(100), "优秀", 1, True),
    ScoreRow(HEALTH, "部门", Decimal(80), Decimal(100), "良好", 3, True),
    ScoreRow(TAX, "部门", Decimal(90), Decimal(100), "优秀", None, False),
    ScoreRow(STREET, "街镇", Decimal("88.25"), Decimal(100), "良好", 1, True),
)
PROBLEMS = (
    ProblemRow(
        "2025Q1-justice-1",
        JUSTICE,
        "2025Q1",
        "task",
        "工作要点一1到期未完成。",
        "尽快完成",
        date(2025, 5, 9),
        "overdue",
        None,
    ),
    ProblemRow(
        "2025Q1-street-1", STREET, "2025Q1", "link", "网页打不开。", "修复页面", date(2025, 5, 9), "closed", "2025Q2"
    ),
    ProblemRow("2025Q2-justice-2", JUSTICE, "2025Q2", "indicator", "公文备案率80%。", "改进工作", None, "open", None),
    ProblemRow("2025Q2-town-1", TOWN, "2025Q2", "missing", "未报。", "补报", date(2025, 8, 5), "open", None),
)


def whole_quarter(**changes: object) -> QuarterReport:
    """The statutory part of tests/unit/reports/papers.py, with the government's full name."""
    return replace(quarter(), **({"district_name": "云江区人民政府"} | changes))  # type: ignore[arg-type]


def circular(**changes: object) -> CircularReport:
    """The circular with everything in it."""
    former = city_values() | {"T3:new.total": Decimal(14000)}
    plain: dict[str, object] = {
        "office": Office(
            "云江区人民政府办公室",
            ("department", "municipal", "street", "town", "park"),
            (("2025年要点", "云府办〔2025〕3号"),),
        ),
        "units": UNITS,
        "quarter": whole_quarter(),
        "days": DAYS,
        "coverage": COVERAGE,
        "former": Former(statement(former, "2024Q2", "aggregate"), {"justice": former}, 7, 7),
        "indicators": INDICATORS,
        "metrics": (MetricRow("visits", "网站访问量", "次", Decimal(1200), Decimal(2500), None),),
        "scheme": "季度评估方案",
        "scores": SCORES,
        "score_lines": (ScoreLineRow(JUSTICE, "公文备案率", Decimal(10), Decimal("8.5"), "公文备案率80%，得8.5分。"),),
        "problems": PROBLEMS,
        "links": (LinkRow(STREET, "document", "实施意见", "https://a.example/dead", date(2025, 6, 1)),),
        "next_tasks": (NextTask("二(三)10 政府开放月", 3),),
        "series": (
            Series("新收申请", (("25年1季", Decimal(14069)), ("25年2季", Decimal(14069))), is_share=False),
            Series("报送率", (("25年1季", Decimal(1)), ("25年2季", Decimal("0.714286"))), is_share=True),
        ),
    }
    return CircularReport(**(plain | changes))  # type: ignore[arg-type]


def bare(**changes: object) -> CircularReport:
    """A first quarter of an office that has no indicators, tasks, scheme, portal or list of problems, and in which all went well."""
    plain: dict[str, object] = {
        **dict.fromkeys(
            ("indicators", "metrics", "scores", "score_lines", "problems", "links", "next_tasks", "series"), ()
        ),
        "coverage": tuple(coverage(unit) for unit in UNITS),
        "former": Former(),
        "scheme": None,
        "quarter": whole_quarter(returned=()),
        "office": Office("云江区人民政府办公室", ("department", "town"), ()),
    }
    return circular(**(plain | changes))
