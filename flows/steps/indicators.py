"""Indicators: what they come to in a quarter, for the district and its units, and the way back to what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from flows.steps.build import build_tables
from flows.steps.state import refresh
from warehouse.catalog.calendar import CalendarError, WorkingCalendar
from warehouse.catalog.period import Period
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace, WorkspaceError


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of a unit (or the district, which has `units_in`) from one source, in the quarter; fields as of fct_indicator."""

    indicator_code: str
    name: str
    group_name: str
    unit: str
    unit_code: str
    unit_name: str
    is_district: bool
    source: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    state: str
    is_met: bool | None
    year_value: Decimal | None
    before_value: Decimal | None
    units_in: int | None
    operator: str | None
    threshold: Decimal | None
    judged_over: str

    @property
    def judged_value(self) -> Decimal | None:
        """The value that the threshold is held against: the quarter's, or the year's so far."""
        return self.year_value if self.judged_over == "year" else self.value


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The indicators of a quarter in declared order; `calendar` says which year's working days nobody knows, if one matters."""

    period: Period
    lines: tuple[IndicatorLine, ...]
    calendar: str | None

    @property
    def district(self) -> tuple[IndicatorLine, ...]:
        """The district's rows."""
        return tuple(line for line in self.lines if line.is_district)

    @property
    def unmet(self) -> tuple[IndicatorLine, ...]:
        """What units fall short of, by indicator."""
        return tuple(line for line in self.lines if line.is_met is False and not line.is_district)

    @property
    def differing(self) -> tuple[tuple[IndicatorLine, ...], ...]:
        """The rows of one unit and indicator whose sources give different values: both stay."""
        keyed = sorted(
            (line for line in self.lines if line.value is not None),
            key=lambda line: (line.indicator_code, line.unit_code),
        )
        groups = (tuple(same) for _, same in groupby(keyed, key=lambda line: (line.indicator_code, line.unit_code)))
        return tuple(group for group in groups if len({line.value for line in group}) > 1)


@dataclass(frozen=True, slots=True)
class MeasureOrigin:
    """One thing that a measure was counted from: a cell, a document of the list, a link, or a source without cells."""

    role: str
    measure_name: str
    source: str
    measure_value: Decimal | None
    period: str
    unit_code: str
    unit_name: str
    submission_id: int | None
    file_name: str | None
    sheet: str | None
    address: str | None
    text: str | None


def indicator_table(workspace: Workspace, period: Period, units: Sequence[str] = ()) -> IndicatorTable:
    """The indicators of all units and the district, or of the units named.

    Raises WorkspaceError for a unit that is not there, StoreBusyError while another run writes.
    """
    codes = [unit.code for unit in workspace.units_named(units)]
    with open_store(workspace.warehouse) as store:
        refresh(store, workspace)
        build_tables(store)
        return IndicatorTable(period, tuple(_lines(store, period, codes)), _unknown_year(workspace, period))


def _lines(store: Store, period: Period, codes: Sequence[str]) -> Iterator[IndicatorLine]:
    rows = store.rows(
        """SELECT d.indicator_code, d.name, d.group_name, d.unit, u.unit_code, u.unit_name, u.parent_code IS NULL AS is_district,
                  f.source, f.numerator, f.denominator, f.value, f.state, f.is_met, f.year_value, f.before_value, f.units_in,
                  d.operator, d.threshold, d.judged_over
           FROM fct_indicator f
           JOIN dim_indicator d ON d.indicator_code = f.indicator_code
           JOIN dim_unit u ON u.unit_code = f.unit_code
           WHERE f.period = $period AND (len($codes::VARCHAR[]) = 0 OR f.unit_code IN (SELECT unnest($codes::VARCHAR[])))
           ORDER BY u.parent_code IS NOT NULL, d.indicator_order, f.source, u.unit_code""",
        {"period": str(period), "codes": list(codes)},
    )
    return (IndicatorLine(**row) for row in rows)


def _unknown_year(workspace: Workspace, period: Period) -> str | None:
    """Why intervals in working days can't be told, in the calendar's own words."""
    try:
        WorkingCalendar.read(workspace.calendar).is_working_day(period.end)
    except CalendarError as unknown:
        return str(unknown)
    return None


def indicator_origins(workspace: Workspace, period: Period, code: str, unit: str | None) -> tuple[MeasureOrigin, ...]:
    """What an indicator of a unit (None: of all units in the district's row) was counted from, down to cells and documents.

    Raises WorkspaceError for an indicator or a unit that there is not.
    """
    if code not in workspace.catalog.indicators.by_code:
        known = "、".join(workspace.catalog.indicators.by_code)
        raise WorkspaceError(f"没有指标“{code}”，现有：{known}。")
    codes = [one.code for one in workspace.units_named([] if unit is None else [unit])]
    with open_store(workspace.warehouse) as store:
        refresh(store, workspace)
        build_tables(store)
        given = {"period": str(period), "code": code, "codes": codes}
        return tuple(MeasureOrigin(**row) for row in store.rows(_ORIGINS, given))


_ORIGINS = """
WITH term AS (
    SELECT s.source, i.numerator_code AS measure_code, '分子' AS role
    FROM cat_indicator i JOIN cat_indicator_source s USING (indicator_code) WHERE i.indicator_code = $code
    UNION
    SELECT s.denominator_source, i.denominator_code, '分母'
    FROM cat_indicator i JOIN cat_indicator_source s USING (indicator_code)
    WHERE i.indicator_code = $code AND i.denominator_code IS NOT NULL
),
found AS (
    SELECT t.role, m.name AS measure_name, u.unit_name, f.*
    FROM term t
    JOIN cat_measure m ON m.measure_code = t.measure_code
    JOIN fct_measure f ON f.measure_code = t.measure_code AND f.source = t.source
    JOIN dim_unit u ON u.unit_code = f.unit_code
    WHERE f.period = $period
        AND CASE
            WHEN len($codes::VARCHAR[]) = 0 THEN u.is_rolled_up OR u.parent_code IS NULL
            ELSE f.unit_code IN (SELECT unnest($codes::VARCHAR[]))
        END
),
place AS (
    SELECT f.*, c.sheet AS at_sheet, c.address AS at_address, c.text
    FROM found f
    JOIN cat_measure_source s ON s.source = 'cells' AND s.measure_code = f.measure_code
    JOIN core_cell c ON c.submission_id = f.submission_id AND c.cell_code = s.item AND c.edition = s.edition
    WHERE f.source = 'cells'
    UNION ALL
    SELECT f.*, d.sheet, d.address, d.title FROM found f
    JOIN core_filing d ON d.submission_id = f.submission_id WHERE f.source = 'filings'
    UNION ALL
    SELECT f.* REPLACE (l.submission_id AS submission_id), l.sheet, l.address, l.url
    FROM found f
    JOIN cat_measure_source s ON s.source = 'links' AND s.measure_code = f.measure_code
    LEFT JOIN fct_link l ON l.unit_code = f.unit_code AND l.period = f.period
        AND CASE s.item WHEN 'dead' THEN l.was_dead ELSE l.state <> 'unchecked' END
    WHERE f.source = 'links'
    UNION ALL
    SELECT f.*, f.sheet, f.address, NULL FROM found f WHERE f.source NOT IN ('cells', 'filings', 'links')
)
SELECT p.role, p.measure_name, p.source, p.value AS measure_value, p.period, p.unit_code, p.unit_name, p.submission_id, r.file_name,
       p.at_sheet AS sheet, p.at_address AS address, p.text
FROM place p
LEFT JOIN raw_receipt r ON r.submission_id = p.submission_id
ORDER BY p.source, p.role, p.unit_code, p.at_sheet, p.at_address
"""
