"""A city over the districts of its lake: what each has published goes, as a report of that district, the way of every other report.

So a district's figures are archived, judged by all rules, versioned and traced; and the city's release rests on bytes that it holds,
not on what the lake says later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.sources.harvest import NOTHING_FETCHED
from flows.steps.collect import CollectSummary, collect
from flows.steps.intake import RECEIVED, Arrival, journal_of, land_arrivals, local_now
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.catalog.units import Unit
from warehouse.lake import Lake
from warehouse.lake_districts import DistrictFigures, read_districts
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace, WorkspaceError

NO_SCHEMA, NOT_PUBLISHED, NO_PERIOD, OTHER_EDITION = "no_schema", "not_published", "no_period", "other_edition"
TAKEN, UNCHANGED = "taken", "unchanged"


@dataclass(frozen=True, slots=True)
class District:
    """What became of a district. `snapshot` and `published_as_of` tell its publication; `state` is one of those above."""

    unit_code: str
    unit_name: str
    state: str
    snapshot: int | None = None
    published_as_of: datetime | None = None
    units_in: int = 0
    units_expected: int = 0

    @property
    def is_there(self) -> bool:
        """Whether the district has figures for the period."""
        return self.state in {TAKEN, UNCHANGED}


@dataclass(frozen=True, slots=True)
class Gathered:
    """The districts of a period as the lake had them at `snapshot`, and what collecting them came to."""

    period: Period
    snapshot: int
    districts: tuple[District, ...]
    collected: CollectSummary

    @property
    def districts_by_code(self) -> dict[str, District]:
        """The districts by unit code."""
        return {one.unit_code: one for one in self.districts}

    @property
    def missing(self) -> tuple[District, ...]:
        """The districts of which there is nothing."""
        return tuple(one for one in self.districts if not one.is_there)


def gather_districts(workspace: Workspace, period: Period, as_of: datetime | None = None) -> Gathered:
    """Takes the 汇总 of every district that owes the period from its last publication in the lake, and collects.

    Raises WorkspaceError where the tables are in a file or no unit reports an aggregate, LakeError, StoreBusyError.
    """
    lake, districts = workspace.warehouse, _districts(workspace, period)
    if not isinstance(lake, Lake):
        raise WorkspaceError(
            "本工作区没有设置数据湖（warehouse），无从取得各区数据。各区的汇总表可放入收件夹，用 zwgk collect。"
        )
    if not districts:
        raise WorkspaceError(f"单位名册 {workspace.register_path} 中没有报汇总表的单位，zwgk city 只用于市对区。")
    look = read_districts(lake, [unit.code for unit in districts], period)
    edition = workspace.catalog.form(period.form_code).edition
    with open_store(lake) as store:
        outcomes = []
        for unit in districts:
            if unit.code not in look.districts:
                outcomes.append(District(unit.code, unit.name, NO_SCHEMA))
                continue
            outcome, arrival = _taken(store, workspace, unit, period, look.districts[unit.code], edition)
            if arrival is not None:
                land_arrivals(workspace, [arrival], as_of or local_now())
            outcomes.append(outcome)
    return Gathered(period, look.snapshot, tuple(outcomes), collect(workspace, as_of=as_of, harvest=NOTHING_FETCHED))


def _districts(workspace: Workspace, period: Period) -> tuple[Unit, ...]:
    aggregates = {kind.code for kind in workspace.catalog.unit_kinds if kind.reports == "aggregate"}
    return tuple(unit for unit in workspace.register.reporting(period) if unit.kind in aggregates)


def _taken(
    store: Store, workspace: Workspace, unit: Unit, period: Period, found: DistrictFigures | None, edition: str
) -> tuple[District, Arrival | None]:
    if found is None:
        return District(unit.code, unit.name, NOT_PUBLISHED), None
    state, arrival = NO_PERIOD, None
    if found.edition == edition:
        arrival = Arrival(
            f"{period}-{unit.name}-汇总-{found.snapshot}.xlsx",
            f"lake:{unit.code}@{found.snapshot}",
            _workbook(workspace, unit, period, found),
        )
        is_known = _is_received(workspace, arrival) or _counts_already(store, unit, period, found)
        state, arrival = (UNCHANGED, None) if is_known else (TAKEN, arrival)
    elif found.edition is not None:
        state = OTHER_EDITION
    told = found.snapshot, found.published_as_of, found.units_in, found.units_expected
    return District(unit.code, unit.name, state, *told), arrival


def _workbook(workspace: Workspace, unit: Unit, period: Period, found: DistrictFigures) -> bytes:
    """As the district would send it. The publication stands in its notes, so that figures that come back are a version of their own."""
    note = (
        f"取自数据湖中本区的发布（快照 {found.snapshot}，数据截至 {found.published_as_of:%Y-%m-%d %H:%M}），"
        f"计入 {found.units_in} 个单位，应报 {found.units_expected} 个。"
    )
    order = TemplateOrder(
        unit_code=unit.code,
        unit_name=unit.name,
        period=period,
        opening={},
        values=found.figures,
        scope="aggregate",
        note=note,
    )
    return write_template(order, workspace.catalog)


def _is_received(workspace: Workspace, arrival: Arrival) -> bool:
    return any(
        event.kind == RECEIVED
        and (event.facts["source"], event.facts["file_name"]) == (arrival.source, arrival.file_name)
        for event in journal_of(workspace)
    )


def _counts_already(store: Store, unit: Unit, period: Period, found: DistrictFigures) -> bool:
    """Whether these very figures count: a district that publishes another period says nothing new of this one."""
    rows = store.rows(
        """SELECT cell_code, value FROM core_cell
           WHERE unit_code = $unit AND period = $period AND form_code = $form AND value IS NOT NULL""",
        {"unit": unit.code, "period": str(period), "form": period.form_code},
    )
    counting = {row["cell_code"]: row["value"] for row in rows}
    return counting == {code: value for code, value in found.figures.items() if value is not None}
