"""A district whose measures are written by hand: what its indicators come to, through the tables as they are built."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from tests.sql.golden import CASES
from warehouse.catalog.calendar import WorkingCalendar
from warehouse.catalog.catalog import Catalog, load_catalog, load_register
from warehouse.catalog.period import Period
from warehouse.catalog_tables import catalog_frames
from warehouse.keypoint_tables import keypoint_frames
from warehouse.store import Store
from warehouse.tables import tables

SHEET, LIST = "工作指标", "文件台账"
_BUILT = (
    "dim_unit",
    "core_lineage",
    "rpt_quarterly_coverage",
    "core_filing",
    "fct_measure",
    "dim_indicator",
    "fct_indicator",
)
_RECEIVED = datetime(2025, 4, 8, 9)


class IndicatorOffice:
    """Units `bureau`, `street`, `merged` (into `street` on 2025-06-30) and `municipal` of tests/sql/units.csv."""

    def __init__(
        self, catalog: Catalog | None = None, calendar: WorkingCalendar | None = None, since: str = "2025Q1"
    ) -> None:
        self.catalog = catalog or load_catalog()
        self.calendar, self.since = calendar, Period.parse(since)
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: []
            for name in ("core_submission", "core_cell", "stg_metric", "stg_filing", "core_period", "fct_portal_metric")
        }

    def report(
        self, unit: str, period: str, cells: dict[str, int | None] | None = None, **measures: int
    ) -> IndicatorOffice:
        """A report that counts: statutory cells by code, and measures of the sheet."""
        number = len(self.rows["core_submission"]) + 1
        key = {"submission_id": number, "unit_code": unit, "period": period, "form_code": "quarter", "scope": "own"}
        self.rows["core_submission"].append(
            {**key, "status": "accepted", "sha256": f"{unit}-{period}", "received_at": _RECEIVED, "is_late": False}
        )
        self.rows["core_cell"] += [
            {**key, "edition": "2021", "cell_code": code, "value": None if value is None else Decimal(value)}
            for code, value in (cells or {}).items()
        ]
        self.rows["stg_metric"] += [
            {
                "sha256": f"{unit}-{period}",
                "row_no": row,
                "measure_code": code,
                "state": "number",
                "value": Decimal(value),
            }
            for row, (code, value) in enumerate(measures.items(), 1)
        ]
        if period not in {row["period"] for row in self.rows["core_period"]}:
            self.rows["core_period"].append({"period": period})
        return self

    def filing(self, unit: str, period: str, title: str, **cells: date | str | int) -> IndicatorOffice:
        """A document of the list of a report; days, codes of the drop-downs, and numbers."""
        key = {"sha256": f"{unit}-{period}", "sheet": LIST}
        row = 1 + len({one["row_no"] for one in self.rows["stg_filing"] if one["sha256"] == key["sha256"]})
        for name, value in {"title": title, **cells}.items():
            told: dict[str, Any] = {"field": name, "text": str(value), "state": "read", "address": "B5", "row_no": row}
            kind = "day" if isinstance(value, date) else "value" if isinstance(value, int) else "code"
            self.rows["stg_filing"].append({**key, **told, kind: Decimal(value) if isinstance(value, int) else value})
        return self

    def portal(
        self, unit: str, period: str, metric: str, numerator: int, denominator: int | None = None
    ) -> IndicatorOffice:
        """A figure of the portal."""
        part = {"numerator": Decimal(numerator), "denominator": None if denominator is None else Decimal(denominator)}
        self.rows["fct_portal_metric"].append(
            {"metric_code": metric, "scope": "own", "unit_code": unit, "period": period, **part}
        )
        return self

    def indicator(self, code: str, unit: str, period: str, source: str) -> dict[str, Any]:
        """The row of an indicator."""
        with duckdb.connect() as connection:
            store = Store(connection)
            self._lay(store)
            for name in _BUILT:
                store.build(name)
            [row] = store.rows(
                """SELECT * FROM fct_indicator WHERE indicator_code = $code AND unit_code = $unit AND period = $period
                   AND source = $source""",
                {"code": code, "unit": unit, "period": period, "source": source},
            )
            return row

    def _lay(self, store: Store) -> None:
        register = load_register(CASES / "units.csv")
        frames = catalog_frames(self.catalog, register, range(2024, 2029), self.calendar, self.since)
        kinds = [{"code": one.code, "label": one.label, "group_name": one.group} for one in self.catalog.unit_kinds]
        tasks = keypoint_frames((), self.catalog.task_narrative.requirement, {}, {}, {})
        for name, frame in {**frames, **tasks, "cat_unit_kind": pl.DataFrame(kinds)}.items():
            store.temporary(name, frame)
        for name, declared in tables().items():
            store.connection.execute(declared.ddl(name))
        for name, rows in self.rows.items():
            schema = tables()[name].frame_schema
            store.insert(name, pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema))
