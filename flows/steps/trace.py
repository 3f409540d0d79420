"""Trace: a number, of today or of a former release, back to the cells of the files that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flows.steps.build import build_tables
from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.standing import open_standing
from warehouse.catalog.period import Period
from warehouse.released import published_views
from warehouse.releases import find_release, list_releases
from warehouse.store import Store
from warehouse.workspace import Workspace, WorkspaceError

_READ = (
    *("dim_unit", "fct_cell", "fct_submission", "dq_result", "dq_run"),
    *("rpt_annual_statutory", "rpt_quarterly_units"),
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One cell of one file that stands behind a number: which version of the report, taken in by which run, and what the rules say of
    the report.
    """

    unit_code: str
    unit_name: str
    period: str
    value: Decimal | None
    state: str
    text: str | None
    submission_id: int
    version: int
    received_at: datetime
    run_no: int | None
    rules_passed: int
    rules_failed: int
    file_name: str
    sha256: str
    sheet: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Trace:
    """A number, how it is made, and the cells behind it. `release_id` is that of the release it was read in, None for today's."""

    label: str
    value: Decimal | None
    basis: str
    contributions: tuple[Contribution, ...]
    release_id: str | None = None


def trace(
    workspace: Workspace, period: Period, cell_code: str, unit: str | None = None, release: str | None = None
) -> Trace:
    """Where the figure of a cell comes from: of the district, or of one unit; as it stands now, or in a release (named as find_release
    takes it). Raises WorkspaceError.
    """
    edition = workspace.catalog.edition(workspace.catalog.form(period.form_code).edition)
    cell = edition.by_code.get(cell_code) or edition.merged_cells.get(cell_code)
    if cell is None:
        raise WorkspaceError(f"没有代码为“{cell_code}”的单元格，例如 T3:new.total。")
    body = workspace.register.root if unit is None else workspace.units_named([unit])[0]
    asked = None if release is None else find_release(list_releases(workspace.releases), release)
    with open_standing(workspace) as store:
        load_catalog_tables(store, workspace)
        build_tables(store)
        with published_views(store.connection, _READ, None if asked is None else asked.database):
            found = _figure(store, period, body.code, cell_code)
            parts = tuple(_contributions(store, period, cell_code, None if unit is None else body.code))
    if found is None:
        where = "" if asked is None else f"，在发布版本 {asked.release_id} 中"
        raise WorkspaceError(f"{body.name} {period.label} 没有这个单元格的数据{where}。")
    basis = found.get("basis") or ("units" if unit is None else "quarter_form")
    return Trace(cell.label, found["value"], basis, parts, None if asked is None else asked.release_id)


def _figure(store: Store, period: Period, unit: str, cell_code: str) -> dict[str, Any] | None:
    table = "rpt_annual_statutory" if period.is_year else "rpt_quarterly_units"
    rows = store.rows(
        f"SELECT * FROM published_{table} WHERE period = $period AND unit_code = $unit AND cell_code = $cell",
        {"period": str(period), "unit": unit, "cell": cell_code},
    )
    return rows[0] if rows else None


def _contributions(store: Store, period: Period, cell_code: str, unit: str | None) -> list[Contribution]:
    # 年度：有年度表的单位取年度表，没有的取其（及并入它的单位的）各季度
    rows = store.rows(
        """WITH by_form AS (
               SELECT DISTINCT unit_code FROM published_fct_cell WHERE period = $period AND form_code = 'annual' AND scope = 'own')
           SELECT c.unit_code, u.unit_name, c.period, c.value, c.state, t.text, c.submission_id,
                  s.version, s.received_at,
                  (SELECT min(run_no) FROM published_dq_run d WHERE d.run_no > c.submission_id) AS run_no,
                  (SELECT count(*) FROM published_dq_result q
                   WHERE q.submission_id = c.submission_id AND q.outcome = 'pass') AS rules_passed,
                  (SELECT count(*) FROM published_dq_result q
                   WHERE q.submission_id = c.submission_id AND q.outcome = 'fail') AS rules_failed,
                  r.file_name, r.sha256, c.sheet, c.address
           FROM published_fct_cell c
           JOIN core_lineage l ON l.period = $period AND l.unit_code = c.unit_code
           JOIN published_dim_unit u ON u.unit_code = c.unit_code
           JOIN raw_receipt r ON r.submission_id = c.submission_id
           JOIN published_fct_submission s ON s.submission_id = c.submission_id
           LEFT JOIN stg_cell t ON t.sha256 = c.sha256 AND t.cell_code = c.cell_code
           WHERE c.cell_code = $cell AND c.scope = 'own'
             AND (c.period = $period OR (
                 $is_year AND c.form_code = 'quarter' AND left(c.period, 4) = $period
                 AND l.head_code NOT IN (SELECT unit_code FROM by_form)))
             AND CASE WHEN $unit IS NULL THEN u.is_rolled_up ELSE $unit IN (c.unit_code, CASE WHEN $is_year THEN l.head_code END) END
           ORDER BY c.unit_code, c.period""",
        {"period": str(period), "cell": cell_code, "unit": unit, "is_year": period.is_year},
    )
    return [Contribution(**row) for row in rows]
