"""Brings the working database to the state that journal, archive, catalogue and register imply, touching only what is new."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from importlib.metadata import version

import polars as pl

from flows.reading import read_files
from flows.steps.intake import RECEIVED, WITHDRAWN, archive_of, journal_of
from flows.steps.judge import judge
from flows.steps.periods import periods_in_play
from transforms.identify import FileIdentity, identify
from transforms.staging import stage_readings
from warehouse.catalog_tables import catalog_frames
from warehouse.store import Store
from warehouse.tables import tables
from warehouse.workspace import Workspace

_DERIVED = (
    "stg_file",
    "stg_cell",
    "stg_problem",
    "core_receipt",
    "core_receipt_problem",
    "core_submission",
    "core_cell",
)
_CHECKED = ("dq_result", "dq_violation")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: files read, submissions judged, rules that broke (our fault)."""

    read: int
    judged: tuple[int, ...]
    errors: tuple[str, ...]


def refresh(store: Store, workspace: Workspace, again: Collection[int] = ()) -> Refreshed:
    """Journal → receipts → cells → judgement. A second call finds nothing to do, but for submissions to be judged `again`."""
    _start_over_if_stale(store, workspace)
    withdrawn = _load_journal(store, workspace)
    read = _read_new(store, workspace)
    new = _identify_new(store, workspace)
    load_catalog_tables(store, workspace)
    store.replace("core_period", periods_in_play(store, workspace))
    judged = judge(store, workspace.catalog, {*new, *withdrawn, *again, *_left_open(store)})
    if judged.submissions:
        store.build("dim_unit", "rpt_quarterly_coverage")
    return Refreshed(read, judged.submissions, judged.errors)


def _left_open(store: Store) -> list[int]:
    """Submissions that a rule broke on in a former run: they are not judged yet."""
    return [
        int(row["submission_id"])
        for row in store.rows("SELECT submission_id FROM dq_result WHERE outcome = 'error' AND submission_id > 0")
    ]


def load_catalog_tables(store: Store, workspace: Workspace) -> None:
    """The catalogue as `cat_*` tables of this connection, over the years that the receipts speak of."""
    years = [
        int(row["year"])
        for row in store.rows("SELECT DISTINCT left(period, 4) AS year FROM core_receipt WHERE period IS NOT NULL")
    ]
    span = range(min(years) - 1, max(years) + 2) if years else range(2024, 2027)
    for name, frame in catalog_frames(workspace.catalog, workspace.register, span).items():
        store.temporary(name, frame)
    kinds = [
        {"code": kind.code, "label": kind.label, "group_name": kind.group} for kind in workspace.catalog.unit_kinds
    ]
    store.temporary("cat_unit_kind", pl.DataFrame(kinds))


def _start_over_if_stale(store: Store, workspace: Workspace) -> None:
    context = pl.DataFrame(
        {
            "name": ["program", "catalog", "register"],
            "fingerprint": [version("zwgk"), workspace.catalog.fingerprint, workspace.register_fingerprint],
        }
    )
    if store.frame("SELECT name, fingerprint FROM raw_context ORDER BY name").equals(context.sort("name")):
        return
    with store.transaction():
        for name in (*_DERIVED, *_CHECKED):
            store.connection.execute(f"DELETE FROM {name}")
    store.replace("raw_context", context)


def _load_journal(store: Store, workspace: Workspace) -> list[int]:
    """Receipts and withdrawals from the journal; gives the submissions withdrawn since the last refresh."""
    known = {row["submission_id"] for row in store.rows("SELECT submission_id FROM raw_withdrawal")}
    events = list(journal_of(workspace))
    receipts = [{"submission_id": e.number, "received_at": e.at, **e.facts} for e in events if e.kind == RECEIVED]
    withdrawals = [
        {
            "submission_id": int(e.facts["submission_id"]),
            "withdrawn_at": e.at,
            "withdrawn_by": e.facts["by"],
            "reason": e.facts["reason"],
        }
        for e in events
        if e.kind == WITHDRAWN
    ]
    store.replace("raw_receipt", pl.DataFrame(receipts, schema=tables()["raw_receipt"].frame_schema))
    store.replace("raw_withdrawal", pl.DataFrame(withdrawals, schema=tables()["raw_withdrawal"].frame_schema))
    return [int(str(row["submission_id"])) for row in withdrawals if row["submission_id"] not in known]


def _read_new(store: Store, workspace: Workspace) -> int:
    archive = archive_of(workspace)
    unread = store.rows(
        "SELECT DISTINCT sha256 FROM raw_receipt WHERE sha256 NOT IN (SELECT sha256 FROM stg_file) ORDER BY sha256"
    )
    files = [(row["sha256"], archive.path(row["sha256"])) for row in unread]
    if files:
        staged = stage_readings(read_files(files, workers=workspace.settings.workers))
        with store.transaction():
            store.insert("stg_cell", staged.cells)
            store.insert("stg_problem", staged.problems)
            store.insert("stg_file", staged.files)
    return len(files)


def _identify_new(store: Store, workspace: Workspace) -> list[int]:
    fresh = store.rows(
        """SELECT r.submission_id, r.file_name, f.* EXCLUDE (sha256)
           FROM raw_receipt r JOIN stg_file f USING (sha256)
           WHERE r.submission_id NOT IN (SELECT submission_id FROM core_receipt)
           ORDER BY r.submission_id"""
    )
    receipts: list[dict[str, object]] = []
    problems: list[dict[str, object]] = []
    for row in fresh:
        found = identify(_identity(row), row["file_name"], workspace.register)
        receipts.append(
            {
                "submission_id": row["submission_id"],
                "unit_code": found.unit_code,
                "period": None if found.period is None else str(found.period),
                "form_code": found.form_code,
                "scope": found.scope,
            }
        )
        problems += (
            {"submission_id": row["submission_id"], "rule_id": p.rule_id, "detail": p.detail} for p in found.problems
        )
    with store.transaction():
        store.insert("core_receipt", _frame("core_receipt", receipts))
        store.insert("core_receipt_problem", _frame("core_receipt_problem", problems))
    return [row["submission_id"] for row in fresh]


def _identity(row: dict[str, object]) -> FileIdentity:
    return FileIdentity(**{name: row[name] for name in FileIdentity.__dataclass_fields__})  # type: ignore[arg-type]


def _frame(table: str, rows: Iterable[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=tables()[table].frame_schema)
