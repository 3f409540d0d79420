"""Brings the working database to the state that journal, archive, catalogue and register imply, touching only what is new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version

import polars as pl

from flows.steps.catalog_tables import load_catalog_tables
from flows.steps.compare import compare
from flows.steps.intake import (
    ADOPTED,
    ASSIGNED,
    CLOSED,
    OBSERVED,
    RAN,
    RECEIVED,
    WAIVED,
    WITHDRAWN,
    archive_of,
)
from flows.steps.judge import judge
from flows.steps.links.history import address_rows, link_rows, read_link_history
from flows.steps.marks import DERIVED_TO, LOADED_TO, check_none_lost, is_of_journal, set_mark
from flows.steps.periods import periods_in_play
from flows.steps.portal.landing import FETCHED, fetch_row
from flows.steps.portal.staging import PORTAL_TABLES, stage_portal
from flows.steps.staging import stage_new
from flows.steps.tasks.assignments import assignment_rows, standing_assignments
from transforms.identify import FileIdentity, Identification, identify
from transforms.page import Problem
from warehouse.bounded import bounded
from warehouse.journal import Event
from warehouse.store import Store
from warehouse.tables import tables
from warehouse.workspace import Workspace

DERIVED = (
    "stg_file",
    "stg_cell",
    "stg_problem",
    "stg_note",
    "stg_task",
    "stg_task_figure",
    "stg_metric",
    "stg_filing",
    "core_task",
    "core_task_figure",
    "core_receipt",
    "core_receipt_problem",
    "core_submission",
    "core_cell",
    *PORTAL_TABLES,
)
CHECKED = ("dq_result", "dq_violation")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: files read, submissions judged, rules that broke (our fault)."""

    read: int
    judged: tuple[int, ...]
    errors: tuple[str, ...]


def refresh(store: Store, workspace: Workspace, again: Collection[int] = ()) -> Refreshed:
    """Journal → receipts → cells → judgement. A second call finds nothing to do, but for submissions to be judged `again`.

    Raises JournalError where the journal is damaged, or has lost what the tables were loaded from.
    """
    with bounded(store.connection):
        return _refreshed(store, workspace, again)


def _refreshed(store: Store, workspace: Workspace, again: Collection[int]) -> Refreshed:
    events = check_none_lost(store, workspace)
    _start_over_if_stale(store, workspace, events)
    _load_journal(store, workspace, events)
    read = stage_new(store, workspace)
    _identify_new(store, workspace)
    load_catalog_tables(store, workspace)
    stage_portal(store, workspace)
    if workspace.keypoints:
        store.build("core_task", "core_task_figure")
    store.replace("core_period", periods_in_play(store, workspace))
    judged = judge(store, workspace.catalog, {*_unjudged(store), *again, *_left_open(store)})
    if judged.submissions:
        store.build("dim_unit", "rpt_quarterly_coverage")
    broken = compare(store, workspace.catalog, is_judged=bool(judged.submissions))
    with store.transaction():
        store.connection.execute("DELETE FROM core_unjudged")
        set_mark(store, DERIVED_TO, events)
    return Refreshed(read, judged.submissions, judged.errors + broken)


def _await_judgement(store: Store, submissions: Iterable[int]) -> None:
    """In the transaction that took them in: a run that dies before they are judged leaves them to the next."""
    store.insert("core_unjudged", _frame("core_unjudged", ({"submission_id": one} for one in sorted(submissions))))


def _unjudged(store: Store) -> list[int]:
    return [int(row["submission_id"]) for row in store.rows("SELECT DISTINCT submission_id FROM core_unjudged")]


def _left_open(store: Store) -> list[int]:
    """Submissions that a rule broke on in a former run: they are not judged yet."""
    return [
        int(row["submission_id"])
        for row in store.rows("SELECT submission_id FROM dq_result WHERE outcome = 'error' AND submission_id > 0")
    ]


def _start_over_if_stale(store: Store, workspace: Workspace, events: Sequence[Event]) -> None:
    """Where catalogue, register or program have changed, or the tables were loaded from another journal than this one."""
    context = pl.DataFrame(
        {
            "name": ["program", "catalog", "register", "keypoints"],
            "fingerprint": [
                *(version("zwgk"), workspace.catalog.fingerprint, workspace.register_fingerprint),
                workspace.keypoints_fingerprint,
            ],
        }
    )
    if store.frame(
        "SELECT name, fingerprint FROM raw_context WHERE name IN (SELECT unnest($names::VARCHAR[])) ORDER BY name",
        {"names": context["name"].to_list()},
    ).equals(context.sort("name")) and is_of_journal(store, events):
        return
    with store.transaction():
        for name in (*DERIVED, *CHECKED):
            store.connection.execute(f"DELETE FROM {name}")
    store.replace("raw_context", context)


def _load_journal(store: Store, workspace: Workspace, events: Sequence[Event]) -> None:
    """The journal as raw tables. The submissions on which it decides otherwise than at the last refresh await judgement."""
    before, standing = _decided(store), _standing(store)
    rows: dict[str, list[dict[str, object]]] = {
        "raw_receipt": [],
        "raw_withdrawal": [],
        "raw_waiver": [],
        "dq_run": [],
        "raw_portal_fetch": [],
        "raw_problem_close": [],
    }
    for event in events:
        if event.kind not in _NO_ROW:
            table, row = _RAW[event.kind](event)
            rows[table].append(row)
    archive = archive_of(workspace)
    history = read_link_history(events, archive)
    rows["raw_link"], rows["raw_link_address"] = link_rows(history), address_rows(history)
    rows["raw_assignment"] = assignment_rows(standing_assignments(events, archive, workspace))
    with store.transaction():
        for table, found in rows.items():
            store.replace(table, _frame(table, found))
        set_mark(store, LOADED_TO, events)
        decided = {submission for submission, *_ in _decided(store) - before}
        _await_judgement(store, decided | _answering(store, standing ^ _standing(store)))


def _standing(store: Store) -> set[tuple[object, ...]]:
    """What findings on tasks and documents rest on beside the reports: who is assigned what, and which links are dead."""
    return {
        tuple(row.values())
        for row in store.rows(
            """SELECT document, task_id, unit_code, body, NULL AS url FROM raw_assignment
               UNION ALL SELECT NULL, NULL, NULL, state, url FROM raw_link"""
        )
    }


def _answering(store: Store, changed: Collection[tuple[object, ...]]) -> set[int]:
    """The submissions with a task sheet where assignments changed, else those that give a link that did, for a task or a document."""
    if not changed:
        return set()
    links = [url for *_, url in changed]
    rows = store.rows(
        """SELECT r.submission_id FROM stg_task t JOIN raw_receipt r USING (sha256)
           WHERE $all OR t.evidence IN (SELECT unnest($links::VARCHAR[]))
           UNION
           SELECT r.submission_id FROM stg_filing f JOIN raw_receipt r USING (sha256)
           WHERE f.text IN (SELECT unnest($links::VARCHAR[]))""",
        {"all": None in links, "links": [url for url in links if url is not None]},
    )
    return {row["submission_id"] for row in rows}


def _decided(store: Store) -> set[tuple[int, ...]]:
    """Each withdrawal and each waiver. Rows come by column name: two columns of one name would be one."""
    return {
        tuple(row.values())
        for row in store.rows(
            """SELECT submission_id, NULL AS rule_id, NULL AS check_key FROM raw_withdrawal
               UNION ALL SELECT submission_id, rule_id, check_key FROM raw_waiver"""
        )
    }


def _receipt(event: Event) -> tuple[str, dict[str, object]]:
    return "raw_receipt", {"submission_id": event.number, "received_at": event.at, **event.facts}


def _withdrawal(event: Event) -> tuple[str, dict[str, object]]:
    by, reason = event.facts["by"], event.facts["reason"]
    row = {"submission_id": int(event.facts["submission_id"]), "withdrawn_at": event.at, "withdrawn_by": by}
    return "raw_withdrawal", {**row, "reason": reason}


def _waiver(event: Event) -> tuple[str, dict[str, object]]:
    facts = event.facts
    row = {
        "submission_id": int(facts["submission_id"]),
        "rule_id": facts["rule_id"],
        "check_key": facts["check_key"] or None,
    }
    return "raw_waiver", {**row, "waived_at": event.at, "waived_by": facts["by"], "reason": facts["reason"]}


def _close(event: Event) -> tuple[str, dict[str, object]]:
    facts = event.facts
    row = {"problem_id": facts["problem_id"], "period": facts["period"], "closed_at": event.at}
    return "raw_problem_close", {**row, "closed_by": facts["by"], "reason": facts["reason"]}


def _run(event: Event) -> tuple[str, dict[str, object]]:
    counts = {name: int(count) for name, count in event.facts.items()}
    return "dq_run", {"run_no": event.number, "ran_at": event.at, **counts}


# A visit to links and an assignment workbook are many rows each, and an adopted document is a folder of the workspace.
_NO_ROW = frozenset({OBSERVED, ADOPTED, ASSIGNED})
_RAW: dict[str, Callable[[Event], tuple[str, dict[str, object]]]] = {
    RECEIVED: _receipt,
    WITHDRAWN: _withdrawal,
    WAIVED: _waiver,
    RAN: _run,
    FETCHED: fetch_row,
    CLOSED: _close,
}


def _identify_new(store: Store, workspace: Workspace) -> None:
    fresh = store.rows(
        """SELECT r.submission_id, r.file_name, r.received_at, f.* EXCLUDE (sha256)
           FROM raw_receipt r JOIN stg_file f USING (sha256)
           WHERE r.submission_id NOT IN (SELECT submission_id FROM core_receipt)
           ORDER BY r.submission_id"""
    )
    aggregates = {kind.code for kind in workspace.catalog.unit_kinds if kind.reports == "aggregate"}
    receipts: list[dict[str, object]] = []
    problems: list[dict[str, object]] = []
    for row in fresh:
        identified = identify(_identity(row), row["file_name"], workspace.register, aggregates)
        found = _begun(identified, row["received_at"].date())
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
        _await_judgement(store, (row["submission_id"] for row in fresh))


def _begun(found: Identification, received_on: date) -> Identification:
    """A report on a period that had not begun when it came is about another one: its year or quarter was mistyped."""
    if found.period is None or found.period.start <= received_on:
        return found
    said = f"{found.period.label}在收到时尚未开始，请核对封面和文件名中的报告期。"
    return replace(found, period=None, form_code=None, problems=(*found.problems, Problem("FILE-IDENTITY", said)))


def _identity(row: dict[str, object]) -> FileIdentity:
    return FileIdentity(**{name: row[name] for name in FileIdentity.__dataclass_fields__})  # type: ignore[arg-type]


def _frame(table: str, rows: Iterable[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=tables()[table].frame_schema)
