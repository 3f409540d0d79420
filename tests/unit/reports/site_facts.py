"""A small district as rows of warehouse/sql/site: three quarters and a year, four units, one of them with a hostile name and code."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from reports.site.facts import DictionaryTable, Site, SiteFacts
from reports.site.site import render_site
from tests.unit.reports.papers import CATALOG, HOSTILE, city_values
from tests.unit.reports.quality_facts import facts as quality_facts
from tests.unit.reports.site_sections import (
    DOCUMENT,
    Rows,
    judged_sections,
    portal_sections,
    sheet_sections,
    task_sections,
)

DISTRICT = "yunjiang"
HOSTILE_CODE = '../<b>"x'
QUARTERS = ("2024Q2", "2025Q1", "2025Q2")
PERIODS = (*QUARTERS, "2025")
NAMES = {"finance": "区财政局", "education": "区教育局", HOSTILE_CODE: HOSTILE, "yunxi_town": "云溪镇"}

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
    made = {
        "period": _periods(),
        "unit": _units(),
        "coverage": _coverage(),
        "figure": _figures(),
        "indicator": _indicators(),
        "indicator_value": _values(),
        "submission": _submissions(),
        **task_sections(SENT),
        **judged_sections(RETURNED),
        **sheet_sections(5),
        **portal_sections(DISTRICT),
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
