"""From the built tables to what documents are made of: statements, coverage, reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from flows.steps.figure_notes import FigureNotes
from reports.statement import AnnualReport, Coverage, QuarterReport, ReturnedLine, Statement, UnitLine
from warehouse.catalog.period import Period
from warehouse.catalog.units import Unit
from warehouse.store import Store
from warehouse.workspace import Workspace, WorkspaceError

_BASIS = {"annual_form": "年度报告表", "quarters": "各季度报表归并", "units": "所属单位汇总"}


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads figures for documents from built tables."""

    store: Store
    workspace: Workspace

    def annual_reports(self, year: Period, units: Sequence[str] = ()) -> list[AnnualReport]:
        """The district's report and those of all units that have figures, or of the units named. Raises WorkspaceError."""
        wanted = self.workspace.units_named(units) or (
            self.workspace.register.root,
            *self.workspace.register.reporting(year),
        )
        found = self._annual_statements(year)
        before = self._annual_statements(year.previous, whole_years_only=True)
        lacking = [unit.name for unit in wanted if unit.code not in found]
        if units and lacking:
            raise WorkspaceError(f"{year.label}没有这些单位的数据：{'、'.join(lacking)}。")
        return [self._annual(found[unit.code], before.get(unit.code), unit) for unit in wanted if unit.code in found]

    def quarter_report(self, period: Period) -> QuarterReport:
        """The quarter's tables. Raises WorkspaceError where nothing counts yet."""
        root = self.workspace.register.root
        rows = self._grouped(
            """SELECT unit_code, scope, edition, cell_code, value, ytd_value FROM rpt_quarterly_units WHERE period = $period
               ORDER BY unit_code, edition, cell_code""",
            period,
        )
        if root.code not in rows:
            raise WorkspaceError(f"{period.label}还没有计入的报送，不能生成季度表。")
        of_quarter, of_year = (FigureNotes(self.store, self.workspace, period, is_folded=f) for f in (False, True))
        quarter, to_date = (
            self._statement(root, period, rows[root.code], column, "units", notes)
            for column, notes in (("value", of_quarter), ("ytd_value", of_year))
        )
        coverage = self._coverage_rows(period)
        return QuarterReport(
            district_name=root.name,
            period=period,
            quarter=quarter,
            year_to_date=to_date,
            lines=tuple(self._line(row, rows.get(str(row["unit_code"]), [])) for row in coverage),
            coverage=_coverage([row for row in coverage if row["is_rolled_up"]]),
            returned=self._returned(period),
            remarks=of_quarter.remarks(),
        )

    def closing(self, period: Period) -> dict[str, dict[str, Decimal]]:
        """By unit that reports `period`: the stocks it starts with, i.e. the closing of the period before, under the codes of the opening
        cells, its own and those of the units that were merged into it.
        """
        edition = self.workspace.catalog.edition(self.workspace.catalog.form(period.form_code).edition)
        opening = {
            cell.code: cell.code.replace("carried_in", "carried_out")
            for cell in edition.cells
            if cell.row == "carried_in"
        }
        stocks = {cell.code: cell.code for cell in edition.cells if cell.column == "in_force"}
        closed = self._closed(period)
        return {
            unit.code: _added([closed.get(code, {}) for code in self._heritage(unit, period)], {**opening, **stocks})
            for unit in self.workspace.register.reporting(period)
        }

    def _closed(self, period: Period) -> dict[str, dict[str, Decimal]]:
        """What each unit closed with before the period; for a year the former annual form goes before the fourth quarter."""
        sql = "SELECT unit_code, cell_code, value FROM core_cell WHERE period = $period AND scope = 'own'"
        before = (period.previous, period.previous.quarters[-1]) if period.is_year else (period.previous,)
        closed: dict[str, dict[str, Decimal]] = {}
        for earlier in reversed(before):
            closed |= {code: _values(rows) for code, rows in self._grouped(sql, earlier).items()}
        return closed

    def _heritage(self, unit: Unit, period: Period) -> list[str]:
        """The unit and those whose closing it takes over: ended in the quarter before, or, for a year, by the end of that year."""
        before = period.previous.quarters[-1]
        since, until = (before.end, period.end - timedelta(1)) if period.is_year else (before.start, before.end)
        ended = [
            u for u in self.workspace.register.predecessors(unit.code) if u.valid_to and since <= u.valid_to <= until
        ]
        return [unit.code, *(u.code for u in ended if len(u.successors) == 1)]

    def _annual(self, statement: Statement, previous: Statement | None, unit: Unit) -> AnnualReport:
        root = self.workspace.register.root
        coverage = self._annual_coverage(statement.period) if unit.code == root.code else None
        return AnnualReport(statement, previous, coverage, root.name)

    def _annual_coverage(self, year: Period) -> Coverage:
        """A unit without an annual form is in the total by its quarters, so it is not missing."""
        by_quarters = {
            row["unit_code"]
            for row in self.store.rows(
                "SELECT DISTINCT unit_code FROM core_year WHERE period = $period", {"period": str(year)}
            )
        }
        rows = [row for row in self._coverage_rows(year) if row["is_rolled_up"]]
        return _coverage([{**row, "is_in": row["is_in"] or row["unit_code"] in by_quarters} for row in rows])

    def _annual_statements(self, year: Period, *, whole_years_only: bool = False) -> dict[str, Statement]:
        """By unit. A year-on-year comparison needs whole years: not one folded from fewer than four quarters."""
        sql = (
            "SELECT unit_code, scope, edition, cell_code, value, basis FROM rpt_annual_statutory WHERE period = $period"
        )
        whole = " AND coalesce(quarters_in, 4) = 4" if whole_years_only else ""
        rows = self._grouped(f"{sql}{whole} ORDER BY unit_code, edition, cell_code", year)
        units = self.workspace.register.by_code
        notes = FigureNotes(self.store, self.workspace, year, is_folded=True)
        return {
            code: self._statement(units[code], year, found, "value", found[0]["basis"], notes)
            for code, found in rows.items()
        }

    def _statement(
        self, unit: Unit, period: Period, rows: list[dict[str, object]], column: str, basis: object, notes: FigureNotes
    ) -> Statement:
        edition = str(rows[0]["edition"])
        asked = self.workspace.catalog.unit_kind(unit.kind).reports  # of a city's districts their 汇总
        scope = asked if rows[0]["scope"] == "own" else str(rows[0]["scope"])
        values = {row["cell_code"]: row[column] for row in rows if row["edition"] == edition}
        source, said = _BASIS[str(basis)], notes.of(unit.code)
        return Statement(unit.code, unit.name, period, scope, edition, values, source, said)  # type: ignore[arg-type]

    def _line(self, coverage: dict[str, object], rows: list[dict[str, object]]) -> UnitLine:
        statuses = {status.code: status.label for status in self.workspace.catalog.statuses}
        counted = {str(row["cell_code"]): row for row in rows}
        return UnitLine(
            unit_code=str(coverage["unit_code"]),
            unit_name=str(coverage["unit_name"]),
            group=str(coverage["group_name"]),
            values={code: row["value"] for code, row in counted.items()},  # type: ignore[misc]
            ytd={code: row["ytd_value"] for code, row in counted.items()},  # type: ignore[misc]
            status=statuses.get(str(coverage["status"]), "未报"),
        )

    def _coverage_rows(self, period: Period) -> list[dict[str, object]]:
        order = {unit.code: place for place, unit in enumerate(self.workspace.register.units)}
        rows = self.store.rows("SELECT * FROM rpt_quarterly_coverage WHERE period = $period", {"period": str(period)})
        return sorted(rows, key=lambda row: order[row["unit_code"]])

    def _returned(self, period: Period) -> tuple[ReturnedLine, ...]:
        rows = self.store.rows(
            """SELECT s.submission_id, coalesce(u.unit_name, '（未能认定单位）') AS unit_name, r.file_name, v.sheet, v.address, v.message
               FROM core_submission s
               JOIN raw_receipt r USING (submission_id)
               LEFT JOIN dim_unit u USING (unit_code)
               JOIN dq_violation v ON v.submission_id = s.submission_id AND v.severity = 'error'
               WHERE s.period = $period AND s.status IN ('returned', 'unreadable')
               ORDER BY s.submission_id, v.rule_id, v.sheet, v.address, v.check_key""",
            {"period": str(period)},
        )
        grouped: dict[int, list[dict[str, object]]] = {}
        for row in rows:
            grouped.setdefault(row["submission_id"], []).append(row)
        return tuple(
            ReturnedLine(str(lines[0]["unit_name"]), str(lines[0]["file_name"]), tuple(_placed(line) for line in lines))
            for lines in grouped.values()
        )

    def _grouped(self, sql: str, period: Period) -> dict[str, list[dict[str, object]]]:
        grouped: dict[str, list[dict[str, object]]] = {}
        for row in self.store.rows(sql, {"period": str(period)}):
            grouped.setdefault(row["unit_code"], []).append(row)
        return grouped


def _placed(line: dict[str, object]) -> str:
    return f"{line['sheet']}!{line['address']}：{line['message']}" if line["address"] else str(line["message"])


def _coverage(rows: list[dict[str, object]]) -> Coverage:
    def names(key: str) -> tuple[str, ...]:
        return tuple(str(row["unit_name"]) for row in rows if row[key])

    missing = tuple(str(row["unit_name"]) for row in rows if not row["is_in"])
    return Coverage(
        expected=len(rows),
        received=len(rows) - len(missing),
        nil=len(names("is_nil")),
        late=len(names("is_late")),
        missing=missing,
        late_units=names("is_late"),
        nil_units=names("is_nil"),
    )


def _values(rows: list[dict[str, object]]) -> dict[str, Decimal]:
    return {str(row["cell_code"]): row["value"] for row in rows if isinstance(row["value"], Decimal)}


def _added(parts: list[dict[str, Decimal]], codes: dict[str, str]) -> dict[str, Decimal]:
    """Sums by opening code; a code that nobody closed with has no opening."""
    known = {target: [part[source] for part in parts if source in part] for target, source in codes.items()}
    return {target: sum(values, Decimal(0)) for target, values in known.items() if values}
