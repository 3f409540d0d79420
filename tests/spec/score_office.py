"""A district whose indicators, reports and tasks are written by hand: what its scores and problems come to, through the built tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from tests.sql.golden import CASES
from warehouse.assessment_tables import assessment_frames
from warehouse.catalog.assessment import Scheme
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.catalog import load_catalog, load_register
from warehouse.catalog.schemes import Assessment, Mark
from warehouse.catalog_tables import catalog_frames
from warehouse.keypoint_tables import keypoint_frames
from warehouse.store import Store, memory_store
from warehouse.tables import tables

CATALOG, REGISTER, YEARS = load_catalog(), load_register(CASES / "units.csv"), range(2024, 2028)
_SCORES = ("core_score_term", "core_score_item", "fct_score_line", "fct_score")
_PROBLEMS = ("core_problem_signal", "fct_problem", "rpt_problem_status")
_BEFORE = ("dim_unit", "core_lineage", "dim_indicator")


def scheme(*items: Mapping[str, Any], **changes: Any) -> Scheme:
    """A scheme of the items; all kinds of units of the register in two groups, what was not told is nought."""
    total = sum(item["weight"] for item in items if item["kind"] not in ("bonus", "penalty"))
    plain: dict[str, Any] = {
        **{"code": "tried", "name": "试用方案", "basis": "试用", "total": total, "decimals": 2},
        **{
            "not_applicable": "leave_out",
            "not_reported": "zero",
            "not_assessable": "leave_out",
            "left_out": "redistribute",
        },
        "bands": [
            {"name": "优秀", "at_least": 90},
            {"name": "合格", "at_least": 60},
            {"name": "不合格", "at_least": 0},
        ],
        "groups": [
            {"name": "部门", "kinds": ["department", "municipal"]},
            {"name": "街镇", "kinds": ["street", "town"]},
        ],
        "items": [{"heading": "一", "name": item["code"], **item} for item in items],
    }
    return Scheme.model_validate({**plain, **changes})


class ScoreOffice:
    """Units `bureau`, `street`, `merged` (into `street` on 2025-06-30) and `municipal` (not ranked) of tests/sql/units.csv."""

    def __init__(
        self, used: Scheme | None = None, marks: Sequence[Mark] = (), calendar: WorkingCalendar | None = None
    ) -> None:
        self.assessment = None if used is None else Assessment(used, tuple(marks), "")
        self.calendar = calendar
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def add(self, table: str, **row: Any) -> ScoreOffice:
        """A row by hand; columns not named are NULL."""
        self.rows.setdefault(table, []).append(row)
        return self

    def owes(self, unit: str, period: str, status: str = "accepted", received: date | None = None) -> ScoreOffice:
        """A unit that owes a report for a quarter, and what came of it; received in time unless a day is given."""
        is_in, row = status in ("accepted", "nil"), {"unit_code": unit, "period": period}
        came = received or date(int(period[:4]) + (period[5] == "4"), int(period[5]) * 3 % 12 + 1, 3)
        due = (
            came.replace(day=10)
            if received is None
            else date(int(period[:4]) + (period[5] == "4"), int(period[5]) * 3 % 12 + 1, 10)
        )
        self.add("rpt_quarterly_coverage", **row, status=status, is_in=is_in, is_late=came > due if is_in else None)
        if is_in:
            number = 1 + len(self.rows.get("core_submission", ()))
            key = {
                "submission_id": number,
                "form_code": "quarter",
                "scope": "own",
                "received_at": datetime(came.year, came.month, came.day),
            }
            self.add("core_submission", **row, **key, status=status)
        if period not in {one["period"] for one in self.rows.get("core_period", ())}:
            self.add("core_period", period=period, period_name=period, due_on=due)
        return self

    def tells(
        self,
        unit: str,
        period: str,
        indicator: str,
        numerator: int | None = None,
        denominator: int | None = None,
        **more: Any,
    ) -> ScoreOffice:
        """An indicator of a unit, with the value and the verdict that follow from its two numbers unless they are given."""
        declared = CATALOG.indicators.by_code[indicator]
        value = None if numerator is None else Decimal(numerator)
        if value is not None and declared.is_quotient:
            value = None if not denominator else round(Decimal(numerator or 0) / denominator, 6)
        state = "value" if value is not None else "not_applicable" if denominator == 0 else "not_reported"
        holds = {">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, "=": lambda a, b: a == b}
        is_met = (
            None if value is None or declared.operator is None else holds[declared.operator](value, declared.threshold)
        )
        row = {
            "numerator": numerator,
            "denominator": denominator,
            "value": value,
            "state": state,
            "is_met": is_met,
            "year_value": value,
        }
        key = {"indicator_code": indicator, "unit_code": unit, "period": period, "source": declared.pairs[0][0]}
        return self.add("fct_indicator", **{**key, **row, **more})

    @contextmanager
    def built(self) -> Iterator[Store]:
        """The tables of scores and problems, built."""
        with memory_store() as store:
            self._lay(store)
            store.build(*_BEFORE, *_SCORES, *_PROBLEMS)
            yield store

    def scores(self, period: str = "2025Q1") -> dict[str, dict[str, Any]]:
        """Rows of fct_score by unit."""
        return {row["unit_code"]: row for row in self._read("SELECT * FROM fct_score WHERE period = $period", period)}

    def lines(self, unit: str, period: str = "2025Q1") -> dict[str, dict[str, Any]]:
        """Lines of a unit by item."""
        found = self._read("SELECT * FROM fct_score_line WHERE period = $period ORDER BY item_order", period)
        return {row["item_code"]: row for row in found if row["unit_code"] == unit}

    def problems(self) -> dict[str, dict[str, Any]]:
        """All problems by id."""
        return {
            row["problem_id"]: row for row in self._read("SELECT * FROM fct_problem ORDER BY period, problem_id", None)
        }

    def status(self, period: str) -> dict[str, str]:
        """How each problem stood at the end of a quarter."""
        return {
            row["problem_id"]: row["status"]
            for row in self._read("SELECT * FROM rpt_problem_status WHERE period = $period", period)
        }

    def _read(self, sql: str, period: str | None) -> list[dict[str, Any]]:
        with self.built() as store:
            rows: list[dict[str, Any]] = store.rows(sql, None if period is None else {"period": period})
            return rows

    def _lay(self, store: Store) -> None:
        frames = catalog_frames(CATALOG, REGISTER, YEARS)
        scored = assessment_frames(CATALOG, REGISTER, YEARS, self.calendar, self.assessment)
        tasks = keypoint_frames((), CATALOG.task_narrative.requirement, {}, {}, {})
        kinds = [{"code": one.code, "label": one.label, "group_name": one.group} for one in CATALOG.unit_kinds]
        for name, frame in {**frames, **scored, **tasks, "cat_unit_kind": pl.DataFrame(kinds)}.items():
            store.temporary(name, frame)
        for name, declared in tables().items():
            store.connection.execute(declared.ddl(name))
        for name, rows in self.rows.items():
            schema = tables()[name].frame_schema
            store.insert(name, pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema, strict=False))
