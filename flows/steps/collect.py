"""Collect: fetch from inbox and drop, land, read, check, decide what counts, and write what goes back to the units."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flows.sources.harvest import NOTHING_FETCHED, Harvest
from flows.sources.inbox import Found, NotTakenError, fetch_found, find_files
from flows.sources.names import display_name
from flows.steps.feedback.cases import find_cases
from flows.steps.feedback.saving import save_feedback
from flows.steps.foreseen import foresee
from flows.steps.intake import RAN, RECEIVED, Arrival, journal_of, land_arrivals, local_now
from flows.steps.marks import check_none_lost
from flows.steps.reviewed import Reviewed, what_was_judged
from flows.steps.state import refresh
from warehouse.catalog.period import Period
from warehouse.store import Store, open_store
from warehouse.workspace import Workspace

_LARGEST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class CollectSummary:
    """What a collect did. `statuses` counts the submissions judged now by ledger status, but for those returned that a later version
    has replaced; `findings` are theirs. `not_fetched` are sentences about files of the drop that did not come and of the inbox that
    could not be taken; `errors` are rules that broke, which is our fault. `touched` says what was judged because of what came.
    """

    received: int
    read: int
    judged: int
    statuses: dict[str, int]
    findings: int
    not_fetched: tuple[str, ...]
    errors: tuple[str, ...]
    touched: Reviewed | None = None

    @property
    def replaced(self) -> int:
        """Returned versions that were judged again, and that nobody has to answer any more."""
        return self.judged - sum(self.statuses.values())

    @property
    def is_unchanged(self) -> bool:
        """Whether there was nothing new to do."""
        return self.received == 0 and self.judged == 0


def fetch(workspace: Workspace) -> Harvest:
    """Downloads what is new in the drop, if the workspace has one. The one step that needs the network. Raises SourceError."""
    url = workspace.settings.drop_url
    if url is None:
        return NOTHING_FETCHED
    from flows.sources.drop import fetch_drop, login_of  # who has no drop loads nothing that fetches
    from flows.sources.web import WebSettings

    return fetch_drop(url, workspace.fetched, WebSettings(auth=login_of(os.environ), connect_to=workspace.connect_to))


def collect(
    workspace: Workspace,
    *,
    as_of: datetime | None = None,
    units: Sequence[str] = (),
    period: Period | None = None,
    harvest: Harvest | None = None,
) -> CollectSummary:
    """Everything that lies in the inbox and the drop, to the ledger. `units` (codes or names) and `period` name reports to be judged
    again although nothing new has come. `harvest` is what was fetched already. Raises StoreBusyError while another run writes, JournalError.
    """
    harvest = fetch(workspace) if harvest is None else harvest
    missed = [f"{failed.name}：{failed.reason}" for failed in harvest.failed]
    with open_store(workspace.warehouse) as store, store.near():
        check_none_lost(store, workspace)  # before anything is added to what is left
        arrivals = _arrivals(workspace, harvest, missed)
        landed = land_arrivals(workspace, arrivals, as_of or local_now(), partial(foresee, workspace))
        _confirm(workspace, harvest)
        done = refresh(store, workspace, again=_asked_for(store, workspace, units, period))
        statuses, findings = _outcome(store, done.judged)
        _record_run(store, workspace, as_of or local_now())
        touched = what_was_judged(store, {event.number for event in landed}, done.judged)
        cases = find_cases(store, workspace)
    save_feedback(workspace, cases, None, as_of)
    return CollectSummary(
        len(landed), done.read, len(done.judged), statuses, findings, tuple(missed), done.errors, touched
    )


def _confirm(workspace: Workspace, harvest: Harvest) -> None:
    if harvest.fetched:
        from flows.sources.drop import confirm_landed

        for fetched in harvest.fetched:
            confirm_landed(workspace.fetched, fetched)


def _record_run(store: Store, workspace: Workspace, at: datetime) -> None:
    """What came since the last run and what it came to, for the history of quality; a run without anything new leaves no trace.

    It is counted from the receipts, not from what this process did: one that was killed may have done part of it.
    """
    known, new = _receipts_by_run(workspace)
    if not new:
        return
    statuses, findings = _outcome(store, list(new))
    counts = {
        "received": len(new),
        "read": len(set(new.values()) - known),
        "judged": len(new),
        "returned": statuses.get("returned", 0) + statuses.get("unreadable", 0),
        "findings": findings,
    }
    journal_of(workspace).append(RAN, at, [{name: str(count) for name, count in counts.items()}])


def _receipts_by_run(workspace: Workspace) -> tuple[set[str], dict[int, str]]:
    """Hashes of what runs on record received, and submission id to hash of what none of them did."""
    known: set[str] = set()
    new: dict[int, str] = {}
    for event in journal_of(workspace):
        if event.kind == RECEIVED:
            new[event.number] = event.facts["sha256"]
        elif event.kind == RAN:
            known.update(new.values())
            new = {}
    return known, new


def _arrivals(workspace: Workspace, harvest: Harvest, missed: list[str]) -> Iterator[Arrival]:
    """Of two versions that lie there together the later one is the one that was saved later. A file that can't be opened, or is
    larger than any report, is `missed` and stops no other; nor does an inbox that is out of reach stop the drop.
    """
    for found in sorted(_found(workspace, missed), key=lambda found: (found.modified_at, found.name)):
        try:
            yield Arrival(found.name, "inbox", fetch_found(found, _LARGEST_BYTES))
        except NotTakenError as why:
            missed.append(f"{found.name}：{why}。")
        except FileNotFoundError:
            missed.append(f"{found.name}：已被移走，没有收取。")
        except OSError as refused:
            missed.append(f"{found.name}：无法打开（{refused.strerror}），没有收取。")
    for fetched in harvest.fetched:
        yield Arrival(fetched.name, display_name(fetched.url), fetched.path.read_bytes())


def _found(workspace: Workspace, missed: list[str]) -> list[Found]:
    try:
        return list(find_files(workspace.inbox, tell=lambda passed: missed.append(f"{passed.name}：{passed.reason}。")))
    except OSError as gone:
        why = "不存在" if isinstance(gone, FileNotFoundError | NotADirectoryError) else gone.strerror
        missed.append(
            f"收件夹“{gone.filename or workspace.inbox}”无法打开（{why}），这次没有收取其中的文件，已收到的不受影响。"
            "请检查网络盘是否连上、文件夹是否被移走，再重新运行。"
        )
        return []


def _asked_for(store: Store, workspace: Workspace, units: Sequence[str], period: Period | None) -> list[int]:
    if not units and period is None:
        return []
    codes = [unit.code for unit in workspace.units_named(units)]
    rows = store.rows(
        """SELECT submission_id FROM core_receipt
           WHERE (len($codes) = 0 OR unit_code IN (SELECT unnest($codes))) AND ($period IS NULL OR period = $period)""",
        {"codes": codes, "period": None if period is None else str(period)},
    )
    return [row["submission_id"] for row in rows]


def _outcome(store: Store, judged: Sequence[int]) -> tuple[dict[str, int], int]:
    slots = {"ids": list(judged)}
    statuses = store.rows(
        f"{_STANDING} SELECT status, count(*) AS n FROM standing GROUP BY status ORDER BY status", slots
    )
    [findings] = store.rows(
        f"{_STANDING} SELECT count(*) AS n FROM dq_violation JOIN standing USING (submission_id) WHERE severity = 'error'",
        slots,
    )
    return {row["status"]: row["n"] for row in statuses}, findings["n"]


_STANDING = """
WITH standing AS (
    SELECT s.submission_id, s.status
    FROM core_submission s
    WHERE s.submission_id IN (SELECT unnest($ids::BIGINT[]))
      AND NOT (s.status = 'returned' AND EXISTS (
          FROM core_submission l
          WHERE l.unit_code = s.unit_code AND l.period = s.period AND l.form_code = s.form_code AND l.scope = s.scope
            AND l.submission_id > s.submission_id AND l.status IN ('accepted', 'nil', 'superseded', 'returned')
      ))
)
"""
