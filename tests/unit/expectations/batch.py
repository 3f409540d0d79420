"""A batch written by hand: submissions and what counts, laid into DuckDB as the rules read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import duckdb
import polars as pl

from expectations.inputs import lay_inputs
from expectations.rules import rule_query
from expectations.suite import BatchResult, check_batch
from warehouse.catalog.catalog import Catalog, load_catalog
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register, Unit
from warehouse.catalog_tables import catalog_frames
from warehouse.keypoint_tables import keypoint_frames

Shown = float | Decimal | str | None
Cells = Mapping[str, Shown]
BROKEN_FORMULA = "=SUM(#REF!)"


def unit(code: str, *, since: str = "2019-01-01", until: str | None = None, into: Sequence[str] = ()) -> Unit:
    """A department; `until` its last day, `into` who takes over."""
    return Unit(
        code=code,
        name=code,
        kind="department",
        parent="district",
        is_ranked=True,
        is_rolled_up=True,
        valid_from=date.fromisoformat(since),
        valid_to=date.fromisoformat(until) if until else None,
        successors=tuple(into),
        aliases=(),
    )


class Batch:
    """Submissions under judgement. A cell that is not named shows `rest`; None is blank, a word is no number."""

    def __init__(self, *units: Unit, catalog: Catalog | None = None) -> None:
        self.catalog = catalog or load_catalog()
        district = unit("district").model_copy(update={"kind": "district", "parent": None})
        self.register = Register(units=(district, *units))
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("check_submission", "check_cell", "check_problem", "counting_cell", "member_cell")
        }

    def submit(
        self,
        unit_code: str,
        period: str,
        cells: Cells,
        *,
        kind: str | None = "department",
        edition: str = "2021",
        scope: str = "own",
        is_nil: bool = False,
        rest: Shown = 0,
    ) -> int:
        """One report to be judged; gives its submission_id. Cells outside the edition's list (one row for （六）) come on top."""
        submission_id = len(self.rows["check_submission"]) + 1
        form = Period.parse(period).form_code
        key = {"submission_id": submission_id, "unit_code": unit_code, "period": period, "form_code": form}
        key |= {"scope": scope, "edition": edition}
        self.rows["check_submission"].append({**key, "unit_kind": kind, "is_nil": is_nil})
        shown = {**{cell.code: rest for cell in self.catalog.edition(edition).cells}, **cells}
        self.rows["check_cell"] += [
            {**key, **_cell(code, value, n)} for n, (code, value) in enumerate(shown.items(), 1)
        ]
        return submission_id

    def remove(self, submission_id: int, *prefixes: str) -> None:
        """Cells that the file does not have at all."""
        self.rows["check_cell"] = [
            row
            for row in self.rows["check_cell"]
            if row["submission_id"] != submission_id or not row["cell_code"].startswith(prefixes)
        ]

    def notice(self, submission_id: int, rule_id: str, detail: str, **place: str) -> None:
        """Something that reading noticed."""
        self.rows["check_problem"].append(
            {"submission_id": submission_id, "rule_id": rule_id, "detail": detail, **place}
        )

    def count(self, unit_code: str, period: str, cells: Cells, *, scope: str = "own") -> None:
        """What counts of another period; cells that are not named are not there."""
        counted = {(row["unit_code"], row["period"]) for row in self.rows["counting_cell"]} | {(unit_code, period)}
        key = {"submission_id": 1000 + len(counted), "unit_code": unit_code, "period": period, "scope": scope}
        key["form_code"] = Period.parse(period).form_code
        self.rows["counting_cell"] += [{**key, "cell_code": code, "value": value} for code, value in cells.items()]

    def member(self, member_code: str, period: str, cells: Cells) -> None:
        """What one unit of the district's 汇总 brings in."""
        key = {"parent_code": "district", "member_code": member_code, "period": period}
        key["form_code"] = Period.parse(period).form_code
        self.rows["member_cell"] += [{**key, "cell_code": code, "value": value} for code, value in cells.items()]

    def lay(self) -> duckdb.DuckDBPyConnection:
        """A database with the input relations and the catalogue."""
        connection = duckdb.connect()
        frames = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in self.rows.items() if rows}
        tasks = keypoint_frames((), self.catalog.task_narrative.requirement, {}, {}, {})
        lay_inputs(connection, {**catalog_frames(self.catalog, self.register, range(2019, 2027)), **tasks, **frames})
        return connection

    def checks(self, rule_id: str) -> dict[str, tuple[str, float | None, float | None]]:
        """Every check of a rule: outcome, expected, actual by check_key."""
        with self.lay() as connection:
            rows = connection.execute(
                f"SELECT check_key, outcome, expected::DOUBLE, actual::DOUBLE FROM ({rule_query(self.catalog.rule(rule_id))}\n)"
            ).fetchall()
        assert len({row[0] for row in rows}) == len(rows), "a check has been made twice"
        return {key: (outcome, expected, actual) for key, outcome, expected, actual in rows}

    def outcomes(self, rule_id: str) -> Counter[str]:
        """How many checks of a rule came out how."""
        return Counter(outcome for outcome, *_ in self.checks(rule_id).values())

    def failures(self, rule_id: str) -> dict[str, tuple[float | None, float | None]]:
        """Expected and actual of the failed checks."""
        return {key: check[1:] for key, check in self.checks(rule_id).items() if check[0] == "fail"}

    def judge(self, *, engine: Literal["gx", "plain"] = "plain", **options: Any) -> BatchResult:
        """The whole batch by all rules."""
        with self.lay() as connection:
            return check_batch(connection, self.catalog, engine=engine, **options)


def _cell(code: str, shown: Shown, row: int) -> dict[str, Any]:
    table, _, rest = code.partition(":")
    line, _, column = rest.rpartition(".")
    state, value = _reading(shown)
    text = None if shown is None else str(shown)
    place = {"sheet": table, "address": f"B{row}", "text": text}
    return {
        **{"cell_code": code, "table_code": table, "row_code": line, "column_code": column},
        **{"state": state, "value": value, **place},
    }


def _reading(shown: Shown) -> tuple[str, Decimal | None]:
    if shown is None:
        return "blank", None
    if isinstance(shown, str):
        return ("formula_without_value" if shown == BROKEN_FORMULA else "invalid"), None
    return "number", Decimal(str(shown))
