"""A small district as rows of warehouse/sql/site: three quarters and a year, four units, one of them with a hostile name and code."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from reports.site.facts import DictionaryTable, Site, SiteFacts
from reports.site.site import render_site
from tests.unit.reports.papers import CATALOG, HOSTILE, city_values
from tests.unit.reports.quality_facts import facts as quality_facts

DISTRICT = "yunjiang"
HOSTILE_CODE = '../<b>"x'
QUARTERS = ("2024Q2", "2025Q1", "2025Q2")
PERIODS = (*QUARTERS, "2025")
NAMES = {"finance": "区财政局", "education": "区教育局", HOSTILE_CODE: HOSTILE, "yunxi_town": "云溪镇"}
DOCUMENT = "yunjiang-2025"
Rows = list[dict[str, Any]]

# Who reported with which number of the ledger; who is not here did not.
SENT = {
    ("2024Q2", "finance"): 1,
    ("2025Q1", "finance"): 2,
    ("2025Q1", HOSTILE_CODE): 3,
    ("2025Q2", "finance"): 5,
    ("2025Q2", "education"): 6,
    ("2025", "finance"): 7,
}
RETURNED = 4  # what education sent for the first quarter of 2025


def _periods() -> Rows:
    return [
        {
            **{"period": code, "period_name": _named(code), "is_year": "Q" not in code, "year": int(code[:4])},
            **{
                "quarter": int(code[5]) if "Q" in code else None,
                "due_on": None if code == "2025" else date(2025, 7, 10),
            },
            **{
                "units_expected": 4,
                "units_in": sum(period == code for period, _ in SENT),
                "units_nil": 0,
                "units_late": 1,
            },
            **{"units_returned": 1, "units_missing": 4 - sum(period == code for period, _ in SENT)},
        }
        for code in reversed(PERIODS)
    ]


def _named(code: str) -> str:
    return f"{code[:4]}年第{'一二三四'[int(code[5]) - 1]}季度" if "Q" in code else f"{code}年度"


def _units() -> Rows:
    common = {
        "is_ranked": True,
        "is_rolled_up": True,
        "valid_from": date(2019, 1, 1),
        "valid_to": None,
        "successor_codes": None,
    }
    rows: Rows = [
        {"unit_code": code, "unit_name": name, "kind_name": "部门", "group_name": "部门", **common}
        for code, name in NAMES.items()
    ]
    rows[1] |= {"valid_to": date(2025, 12, 31), "successor_codes": "finance", "is_ranked": False}
    return rows


def _coverage() -> Rows:
    def stands(period: str, unit: str) -> dict[str, Any]:
        number = SENT.get((period, unit))
        status = "accepted" if number else "returned" if (period, unit) == ("2025Q1", "education") else "missing"
        return {
            **{"period": period, "unit_code": unit, "status": status, "is_in": number is not None, "is_nil": False},
            **{
                "is_late": unit == "finance" if number else None,
                "received_at": datetime(2025, 7, 3, 9) if number else None,
            },
            **{
                "returned_count": int(status == "returned"),
                "submission_id": number or (RETURNED if status == "returned" else None),
            },
            "reasons": "合计与分项不符，联系人 13812345678" if status == "returned" else None,
        }

    return [stands(period, unit) for period in PERIODS for unit in NAMES if (period, unit) != ("2024Q2", "yunxi_town")]


def _figures() -> Rows:
    values = city_values()
    rows: Rows = []
    for period, unit in SENT:
        for cell in CATALOG.site.cells:
            blank = (period, unit, cell) == ("2025Q2", "education", "T3:granted.total")
            value = None if blank else values[cell]
            own = {"period": period, "cell_code": cell, "value": value, "ytd_value": value, "blank_count": int(blank)}
            rows.append({**own, "unit_code": unit, "scope": "own", "units_expected": None, "units_in": None})
            if unit == "finance":
                rows.append({**own, "unit_code": DISTRICT, "scope": "aggregate", "units_expected": 4, "units_in": 1})
    return rows


def _indicators() -> Rows:
    declared = [
        CATALOG.indicators.by_code[code]
        for code in ("requests_granted_rate", "requests_in_time_rate", "report_punctuality_rate")
    ]
    return [
        {
            **{
                "indicator_code": one.code,
                "name": one.name,
                "group_name": one.group,
                "unit": one.unit,
                "direction": one.direction,
            },
            **{
                "numerator_name": one.numerator,
                "denominator_name": one.denominator,
                "definition": one.definition,
                "basis": one.basis,
            },
            **{
                "operator": one.operator,
                "threshold": one.threshold,
                "judged_over": one.period,
                "due_quarter": 4,
                "indicator_order": place,
            },
        }
        for place, one in enumerate(declared)
    ]


def _values() -> Rows:
    shown = (
        ("requests_granted_rate", "cells"),
        ("requests_in_time_rate", "sheet"),
        ("report_punctuality_rate", "ledger"),
    )
    states = {
        ("requests_in_time_rate", "education"): "not_applicable",
        ("requests_in_time_rate", DISTRICT): "not_assessable",
    }
    rows: Rows = []
    for code, source in shown:
        for unit in ("finance", "education", DISTRICT):
            for period in QUARTERS:
                state = states.get((code, unit), "value")
                value = Decimal("0.8") if state == "value" else None
                rows.append(
                    {
                        **{"indicator_code": code, "unit_code": unit, "period": period, "source": source},
                        **{"numerator": Decimal(4), "denominator": Decimal(5), "value": value, "state": state},
                        **{
                            "is_met": None if value is None else unit == "finance",
                            "year_value": value,
                            "before_value": None,
                        },
                        "units_in": 2 if unit == DISTRICT else None,
                    }
                )
    return rows


def _tasks() -> Rows:
    common = {
        "document": DOCUMENT,
        "document_number": "云府办〔2025〕3号",
        "year": 2025,
        "chapter": "一",
        "chapter_title": "主动公开",
    }
    words = {
        "heading": "",
        "bodies": "区财政局、区教育局",
        "due_text": "二季度前",
        "due_on": date(2025, 6, 30),
        "unit_count": 2,
        "open_bodies": None,
    }
    return [
        {**common, **words, "task_id": "一1", "task_order": 1, "name": "权责清单", "content": "更新并公开权责清单。"},
        {
            **common,
            **words,
            "task_id": "二(一)2",
            "task_order": 2,
            "name": HOSTILE,
            "content": HOSTILE,
            "due_text": None,
            "due_on": None,
        },
    ]


def _progress() -> Rows:
    return [
        {
            **{
                "document": DOCUMENT,
                "task_id": task,
                "unit_code": unit,
                "period": period,
                "role": "responsible",
                "status": status,
            },
            **{
                "progress": HOSTILE,
                "done_on": date(2025, 5, 1) if status == "done" else None,
                "due_on": date(2025, 6, 30),
            },
            **{
                "evidence": "https://www.example.cn/a" if status == "done" else None,
                "evidence_state": "dead" if status == "done" else None,
            },
            **{
                "is_disputed": status == "done",
                "submission_id": SENT.get((period, unit)),
                "sheet": "工作任务",
                "address": "G5",
            },
        }
        for task in ("一1", "二(一)2")
        for unit, status in (("finance", "done"), ("education", "overdue"))
        for period in ("2025Q1", "2025Q2")
    ]


def _task_states() -> Rows:
    counted = {
        "units": 2,
        "done": 1,
        "on_the_way": 0,
        "overdue": 1,
        "not_reported": 0,
        "not_due": 0,
        "not_applicable": 0,
        "disputed": 0,
    }
    return [
        {"document": DOCUMENT, "period": period, "task_id": task, "status": "overdue", **counted}
        for task in ("一1", "二(一)2")
        for period in ("2025Q1", "2025Q2")
    ]


def _submissions() -> Rows:
    def one(number: int, period: str, unit: str, status: str) -> dict[str, Any]:
        form = "quarter" if "Q" in period else "annual"
        return {
            **{
                "submission_id": number,
                "unit_code": unit,
                "period": period,
                "form_code": form,
                "scope": "own",
                "version": 1,
            },
            **{
                "status": status,
                "received_at": datetime(2025, 7, 3, 9),
                "is_late": False,
                "sha256": "ab" * 32,
                "reasons": None,
            },
            **{"file_name": f"报表（联系 13812345678）{HOSTILE}.xlsx", "has_cells": status == "accepted"},
        }

    counting = [one(number, period, unit, "accepted") for (period, unit), number in SENT.items()]
    return [*counting, one(RETURNED, "2025Q1", "education", "returned")]


def report_cells() -> Rows:
    """The cells of every report that counts: one blank, one written otherwise than it is read."""
    cells = [
        {
            "code": code,
            "state": "number",
            "value": value,
            "text": f"{value:f}",
            "sheet": "收到和处理申请",
            "address": f"C{place}",
        }
        for place, (code, value) in enumerate(city_values().items())
        if value is not None
    ]
    by_code = {cell["code"]: cell for cell in cells}
    by_code["T3:new.total"] |= {"text": "１４０６９件"}
    by_code["T3:granted.total"] |= {"value": None, "text": "", "state": "blank"}
    return [{"submission_id": number, "edition": "2021", "cells": cells} for number in sorted(SENT.values())]


def sections(**changes: Rows) -> dict[str, Rows]:
    """Every section; `changes` replace some."""
    finding = {
        "submission_id": RETURNED,
        "rule_id": "T3-BALANCE",
        "severity": "error",
        "table_code": "T3",
        "sheet": "表三",
        "address": "C9",
    }
    problem = {
        "unit_code": "finance",
        "period": "2025Q1",
        "kind": "late",
        "source_code": "2025Q1",
        "text": HOSTILE,
        "demand": "按期报送",
    }
    score = {
        "scheme_code": "示例",
        "period": "2025Q2",
        "group_name": "部门",
        "full_marks": Decimal(100),
        "is_ranked": True,
    }
    portal = {
        "metric_code": "posts",
        "name": "信息发布数",
        "unit": "count",
        "denominator": None,
        "source": "news",
        "period": "2025Q1",
    }
    made = {
        "period": _periods(),
        "unit": _units(),
        "coverage": _coverage(),
        "figure": _figures(),
        "indicator": _indicators(),
        "indicator_value": _values(),
        "task": _tasks(),
        "task_indicator": [
            {
                "document": DOCUMENT,
                "task_id": "一1",
                "name": "更新率",
                "operator": ">=",
                "threshold": Decimal("0.5"),
                "unit": "ratio",
            }
            | {"period": "year", "is_printed": False}
        ],
        "task_status": _task_states(),
        "task_progress": _progress(),
        "submission": _submissions(),
        "finding": [
            {**finding, "text": "62", "message": f"合计应为 64。{HOSTILE}", "answer": None},
            {
                **finding,
                "submission_id": 5,
                "severity": "warning",
                "text": "8",
                "message": "请核实。",
                "answer": "已核实，联系人 13812345678",
            },
        ],
        "problem": [
            {
                **problem,
                "problem_id": "a",
                "due_on": None,
                "status": "overdue",
                "closed_period": None,
                "closed_by": None,
            },
            {
                **problem,
                "problem_id": "b",
                "due_on": date(2025, 9, 1),
                "status": "closed",
                "closed_period": "2025Q2",
                "closed_by": "data",
            },
        ],
        "score": [
            {**score, "unit_code": "finance", "score": Decimal("96.5"), "band": "优秀", "rank": 1},
            {**score, "unit_code": "education", "score": Decimal(80), "band": None, "rank": None},
        ],
        "score_line": [
            {
                "scheme_code": "示例",
                "unit_code": "finance",
                "period": "2025Q2",
                "item_code": "a",
                "name": "按期报送",
                "weight": Decimal(10),
            }
            | {
                "points": Decimal("6.5"),
                "state": "scored",
                "indicator_code": None,
                "value": None,
                "reason": "迟报一次，得6.5分。",
            }
        ],
        "metric": [
            {
                "submission_id": 5,
                "measure_code": "official_documents",
                "text": "5",
                "state": "number",
                "value": Decimal(5),
                "sheet": "工作指标",
            }
            | {"address": "C5"}
        ],
        "filing": [
            {
                "submission_id": 5,
                "row_no": 1,
                "document_number": None,
                "title": HOSTILE,
                "published_on": date(2025, 4, 1),
            }
            | {
                "interpreted_on": None,
                "filed_on": None,
                "pushed_on": None,
                "online_on": None,
                "openness": None,
                "ways_count": None,
            }
            | {"sheet": "文件台账", "address": "B5"}
        ],
        "answer": [
            {
                "submission_id": 5,
                "document": DOCUMENT,
                "task_id": "一1",
                "status_text": "已完成",
                "progress": HOSTILE,
                "done_text": "5.1",
            }
            | {"evidence": None, "sheet": "工作任务", "address": "G5"}
        ],
        "portal_metric": [
            {
                **portal,
                "scope": "own",
                "unit_code": "finance",
                "value": Decimal(3),
                "numerator": Decimal(3),
                "is_complete": False,
            },
            {
                **portal,
                "scope": "aggregate",
                "unit_code": DISTRICT,
                "value": None,
                "numerator": None,
                "is_complete": True,
            },
        ],
        "portal_source": [
            {
                "source": "news",
                "title": "信息发布",
                "kind": "list_page",
                "visits": 2,
                "good": 1,
                "good_at": datetime(2025, 4, 2, 9),
            }
            | {"last_outcome": "quarantined", "last_detail": "页面是登录页"}
        ],
    }
    return {**made, **changes}


def site(**changes: Rows) -> Site:
    """The district, ready to be rendered."""
    facts = SiteFacts(
        district_code=DISTRICT,
        district_name="云江区人民政府",
        release_id="0001-2025Q2-53c0630a",
        period="2025Q2",
        as_of=datetime(2025, 7, 20, 9),
        sections=sections(**changes),
        quality=quality_facts(),
        documents=("documents/2025Q2/云江区 季度通报.docx", "documents/2025Q2/云江区 季度通报.html"),
        keypoints={DOCUMENT: "2025年云江区政务公开工作要点"},
        dictionary=(
            DictionaryTable("fct_cell", "计数的每个单元格一行", (("value", "DECIMAL(18,6)", "数值；空白为 NULL"),)),
        ),
    )
    return Site(facts, CATALOG)


def pages(**changes: Rows) -> dict[str, str]:
    """Every file of the site by its path."""
    return dict(render_site(site(**changes), report_cells()))


def nothing() -> dict[str, str]:
    """The site of an office that has published nothing yet."""
    empty: dict[str, Rows] = {name: [] for name in sections()}
    return dict(render_site(site(**empty), []))
