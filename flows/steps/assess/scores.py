"""Scores: what each unit came to in a quarter by the scheme in use, line by line, with its place in its group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from flows.steps.build import build_tables
from flows.steps.state import refresh
from reports.score.sheet import ScoreLine
from warehouse.catalog.assessment import Scheme
from warehouse.catalog.period import Period
from warehouse.catalog.schemes import scheme_files
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace, WorkspaceError


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit's score; None where too little could be assessed. `rank` is None where it is not ranked."""

    unit_code: str
    unit_name: str
    group_name: str
    score: Decimal | None
    full_marks: Decimal
    assessed_marks: Decimal
    bonus: Decimal
    band: str | None
    rank: int | None
    is_ranked: bool
    ranked_count: int | None
    lines: tuple[ScoreLine, ...]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The scores of a quarter by group and place."""

    period: Period
    scheme_code: str
    scheme_name: str
    basis: str
    total: Decimal
    units: tuple[UnitScore, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[UnitScore, ...]], ...]:
        """The units of each group, those ranked first and in their order."""
        return tuple((name, tuple(units)) for name, units in groupby(self.units, key=lambda unit: unit.group_name))


def assess(workspace: Workspace, period: Period, units: Sequence[str] = (), scheme: str | None = None) -> ScoreTable:
    """The scores of a quarter by the scheme in use, or by another one that is only tried and changes nothing of what is published.

    Raises WorkspaceError where no scheme is chosen, CatalogError where it is faulty, StoreBusyError while another run writes.
    """
    tried = with_scheme(workspace, scheme)
    used = scheme_in_use(tried)
    codes = [unit.code for unit in tried.units_named(units)]
    with open_store(tried.warehouse) as store:
        refresh(store, tried)
        build_tables(store)
        return ScoreTable(
            period, used.code, used.name, used.basis, used.total, tuple(read_scores(store, period, codes))
        )


def with_scheme(workspace: Workspace, name: str | None) -> Workspace:
    """The workspace as it is, or with another scheme."""
    if name is None:
        return workspace
    return replace(workspace, settings=workspace.settings.model_copy(update={"scheme": name}))


def scheme_in_use(workspace: Workspace) -> Scheme:
    """The scheme. Raises WorkspaceError where none is chosen, with the ones that there are."""
    if workspace.assessment is None:
        known = "、".join(scheme_files(workspace.schemes))
        raise WorkspaceError(
            f'没有选用评估方案：请在 zwgk.toml 中写 scheme = "方案"，或加 --scheme 方案。可用：{known}。'
        )
    return workspace.assessment.scheme


def read_scores(store: Store, period: Period, units: Sequence[str] = ()) -> Iterator[UnitScore]:
    """Scores from the built tables: by group, then by place, those not ranked last."""
    lines = _lines(store, period, units)
    for row in store.rows(_SCORES, {"period": str(period), "units": list(units)}):
        yield UnitScore(**row, lines=lines.get(row["unit_code"], ()))


def _lines(store: Store, period: Period, units: Sequence[str]) -> dict[str, tuple[ScoreLine, ...]]:
    rows = store.rows(_LINES, {"period": str(period), "units": list(units)})
    return {
        code: tuple(ScoreLine(**{key: value for key, value in row.items() if key != "unit_code"}) for row in of_unit)
        for code, of_unit in groupby(rows, key=lambda row: str(row["unit_code"]))
    }


_SCORES = """
SELECT s.unit_code, u.unit_name, s.group_name, s.score, s.full_marks, s.assessed_marks, s.bonus, s.band, s.rank, s.is_ranked,
       s.ranked_count
FROM fct_score s
JOIN dim_unit u ON u.unit_code = s.unit_code
WHERE s.period = $period AND (len($units::VARCHAR[]) = 0 OR s.unit_code IN (SELECT unnest($units::VARCHAR[])))
ORDER BY s.group_name DESC, s.rank NULLS LAST, s.score DESC NULLS LAST, s.unit_code
"""
_LINES = """
SELECT unit_code, item_code, heading, name, kind, weight, weight_in_force, points, state, reason
FROM fct_score_line
WHERE period = $period AND (len($units::VARCHAR[]) = 0 OR unit_code IN (SELECT unnest($units::VARCHAR[])))
ORDER BY unit_code, item_order
"""
