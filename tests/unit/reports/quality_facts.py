"""Counted rows of a small district, in the columns of warehouse/sql/quality, for tests of the page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from reports.quality.page import QualityFacts


def counted(
    name: str = "区财政局", message: str = "上期现行有效加本期制发减本期废止为 9，本期填 8。"
) -> dict[str, list[dict[str, Any]]]:
    """Every section with one row or a few."""
    quarter = {"period_name": "2025年第一季度", "due_on": date(2025, 4, 10)}
    return {
        "total": [
            {"submissions": 55, "counting": 51, "returned": 3, "set_aside": 1}
            | {"unplaced": 1, "periods": 2, "errors": 7, "warnings": 4}
        ],
        "coverage": [
            {
                **quarter,
                **{
                    "units_expected": 52,
                    "units_in": 51,
                    "units_nil": 1,
                    "units_late": 2,
                    "units_returned": 1,
                    "units_missing": 1,
                },
                **{"nil_names": ["区统计局"], "late_names": [name, "区教育局"]},
                "returned_names": [{"unit_name": name, "times": 2}],
                "missing_names": [{"unit_name": "区审计局", "status": "returned"}],
            },
            {
                **{"period_name": "2030年度", "due_on": None},
                **{
                    "units_expected": 52,
                    "units_in": 52,
                    "units_nil": 0,
                    "units_late": 0,
                    "units_returned": 0,
                    "units_missing": 0,
                },
                **{"nil_names": [], "late_names": [], "returned_names": [], "missing_names": []},
            },
        ],
        "trend": [
            {
                **quarter,
                "year": 2025,
                "quarter": 1,
                "attempts": 53,
                "returned": 2,
                "errors": 7,
                "units_in": 51,
                "units_late": 2,
            }
            | {"returned_ratio": 2 / 53, "errors_each": 7 / 53, "late_ratio": 2 / 51},
        ],
        "run": [
            _run(datetime(2025, 4, 8, 9), 6, 6, 0, 0, 1, 0, 1, 0.0, 0.0),
            _run(datetime(2025, 4, 3, 9), 47, 48, 2, 7, 3, 8, 2, 7 / 47, 0.8),
        ],
        "unit": [
            _unit("finance", name, 6, 6, 5, 1, 1, 7, 4, is_spotless=False),
            _unit("audit", "区审计局", 6, 6, 6, 0, 0, 0, 0, is_spotless=True),
            _unit(None, None, 0, 0, 0, 0, 1, 1, 0, is_spotless=False),
        ],
        "rule": [
            _rule("T2-STOCK", 54, 50, 3, 1, units=2, findings=4),
            _rule("GONE-RULE", 10, 10, 0, 0, units=0, findings=0),
            _rule("ROLL-UP", 0, 0, 0, 0, units=0, findings=0, tables=6),
        ],
        "open_warning": [
            {
                **{
                    "unit_name": name,
                    "period_name": "2025年第一季度",
                    "rule_id": "T2-STOCK",
                    "table_code": "T2",
                    "address": "D6",
                },
                **{
                    "label": None,
                    "actual": Decimal("8.000000"),
                    "expected": Decimal("9.000000"),
                    "message": message,
                    "total": 1,
                },
            }
        ],
        "answer": [
            {
                **{"unit_name": name, "period_name": "2025年第一季度", "kind": "waiver", "rule_id": "T2-COMPETENCE"},
                **{"table_code": "T2", "address": "D5", "label": "规章 现行有效件数", "answer": message},
                "answered_on": date(2025, 5, 6),
            }
        ],
        "revised": [
            {
                "period_name": "2025年第一季度",
                "unit_name": name,
                "scope": "own",
                "reason": "补报：编号 9",
                "figures": 400,
            }
            | {"former_release_id": "0001-2025Q1-53c0630a", "total": 400}
        ],
    }


def _run(at: datetime, *numbers: float | None) -> dict[str, Any]:
    names = ("received", "judged", "returned", "errors", "warnings", "closed", "open", "errors_each", "closed_ratio")
    return {"ran_at": at, "total": 2, **dict(zip(names, numbers, strict=True))}


def _unit(code: str | None, name: str | None, *numbers: int, is_spotless: bool) -> dict[str, Any]:
    names = ("periods_owed", "periods_in", "periods_on_time", "periods_late", "returned", "errors", "warnings")
    return {
        "unit_code": code,
        "unit_name": name,
        "is_spotless": is_spotless,
        "spotless": 1,
        **dict(zip(names, numbers, strict=True)),
    }


def _rule(rule_id: str, *numbers: int, units: int, findings: int, tables: int = 0) -> dict[str, Any]:
    names = ("submissions", "passed", "failed", "not_assessable")
    counts = dict(zip(names, numbers, strict=True))
    ratios = {f"{name}_ratio": counts[name] / numbers[0] if numbers[0] else None for name in names[1:]}
    places = {"units": units, "findings": findings, "tables": tables, "tables_passed": tables}
    return {"rule_id": rule_id, **counts, **ratios, **places}


def facts(**sections: list[dict[str, Any]]) -> QualityFacts:
    """The facts of a release, with the sections that a test changes."""
    return QualityFacts("某区人民政府", "0002-2025Q1-3e01a745", datetime(2025, 5, 7, 10), {**counted(), **sections})
