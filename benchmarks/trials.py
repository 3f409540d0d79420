"""A small office in the middle of its work, to be killed, starved or cut off, and what must be the same afterwards.

The first quarter is published; a correction of it, the second quarter's reports, one with a sum that is wrong and a file that is no
workbook lie in the inbox. A run collects, publishes and backs up.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb

from flows.cli.app import run
from flows.demo.figures import draw_district
from flows.reading.children import read_path
from flows.sources.inbox import find_files
from flows.steps import collect as collecting
from flows.steps import staging
from flows.steps.backup import back_up
from flows.steps.collect import collect
from flows.steps.feedback import saving
from flows.steps.feedback.marking import mark_workbook
from flows.steps.intake import archive_of, journal_of
from flows.steps.publish import publish
from reports.template.workbook import TemplateOrder, write_template
from warehouse.archive import Archive
from warehouse.catalog.period import Period
from warehouse.journal import Journal
from warehouse.release import published_tables
from warehouse.store import Store
from warehouse.workspace import Workspace

Q1, Q2 = Period(2025, 1), Period(2025, 2)
UNITS = ("finance", "audit", "yunxi_town")
BEFORE, AT = datetime(2025, 4, 10), datetime(2025, 7, 5)
State = dict[str, object]
_CHANGES = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.symlink", "os.chmod", "os.utime"}
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# What a changed file belongs to, by the first of these that its path has.
_STEPS = (
    ("backups", "backup"),
    ("journal.jsonl", "journal"),
    ("/archive/", "archive"),
    ("/warehouse/", "database"),
    ("/feedback/", "feedback"),
    ("/site/", "site"),
    ("/documents/", "documents"),
    ("/quality/", "quality"),
    ("/tables/", "tables"),
    ("current", "switch"),
    ("/releases/", "release"),
)
_FEEDBACK, _DOCUMENTS = "feedback", "documents"


def lay_out_office(root: Path) -> Workspace:
    """An office with the first quarter published, and more in its inbox."""
    workspace = Workspace.create(root)
    figures = draw_district(workspace.catalog, workspace.register, Q1, Q2)

    def send(unit_code: str, period: Period, name: str = "", **changes: int) -> None:
        values = dict(figures.of(unit_code, period))
        for cell, more in changes.items():
            values[cell] = (values[cell] or Decimal(0)) + more
        unit = workspace.register.by_code[unit_code]
        order = TemplateOrder(unit_code=unit_code, unit_name=unit.name, period=period, opening={}, values=values)
        path = workspace.inbox / f"{period}{unit.name}{name}.xlsx"
        path.write_bytes(write_template(order, workspace.catalog))

    for code in UNITS:
        send(code, Q1)
    take_at_once()
    apart(lambda: run_all(root, BEFORE))
    send(UNITS[0], Q1, "更正", **{"T2:licence.decisions": 5})
    for code in UNITS[:-1]:
        send(code, Q2)
    send(UNITS[-1], Q2, "合计有误", **{"T4:review.total": 1})
    (workspace.inbox / "不是表格.xlsx").write_bytes(b"no workbook at all")
    return workspace


def take_at_once() -> None:
    """Nobody is still copying into the inbox of a trial: a run need not wait a second to see that."""
    setattr(collecting, "find_files", partial(find_files, settle=0))  # noqa: B010 - for mypy it is not there to be set


def read_here() -> None:
    """Trials read and mark in their own process, where what is tried is not reading: starting its children costs a second each."""
    setattr(staging, "read_files", lambda files, **_: ((name, read_path(path)) for name, path in files))  # noqa: B010
    setattr(collecting, "foresee", lambda _: None)  # noqa: B010
    setattr(saving, "mark_workbooks", lambda orders, **_: (mark_workbook(*order) for order in orders))  # noqa: B010


def run_all(root: Path, at: datetime = AT) -> None:
    """Collects, publishes, backs up. Raises RuntimeError where that was not possible as a whole."""
    workspace = Workspace.open(root)
    done = collect(workspace, as_of=at)
    if done.errors or done.not_fetched:
        raise RuntimeError(f"{done.errors} {done.not_fetched}")
    published = publish(workspace, as_of=at)
    if published.failures or published.errors:
        raise RuntimeError(f"{published.failures} {published.errors}")
    back_up(workspace, backups_of(root))


def backups_of(root: Path) -> Path:
    """Where a trial keeps its backups."""
    return root.parent / "backups"


def state_of(root: Path) -> State:
    """All that must not depend on a fault: receipts, the published rows, and every document and page, by hash."""
    workspace = Workspace.open(root)
    received = sorted((e.facts["file_name"], e.facts["sha256"]) for e in journal_of(workspace) if e.kind == "received")
    told: State = {"received": received, "archive": sorted(archive_of(workspace))}
    current = workspace.releases / "current"
    with duckdb.connect(current / "zwgk.duckdb", read_only=True) as bi:
        for table in published_tables():
            if table.is_content:
                columns = ", ".join(f'"{name}"' for name, column in table.columns.items() if column.is_content)
                rows = bi.execute(f"SELECT {columns} FROM mart.{table.mart_name} ORDER BY ALL").fetchall()
                told[f"mart.{table.mart_name}"] = rows
    for folder in (current / _DOCUMENTS, workspace.feedback):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                told[f"{folder.name}/{path.relative_to(folder)}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return told


def differences(found: State, expected: State) -> Iterator[str]:
    """In a sentence each."""
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            yield f"{name} 与没有中断时不同"


def broken_release(root: Path) -> Iterator[str]:
    """Opens what `current` leads to, as BI would, and compares every file with the manifest."""
    current = root / "releases" / "current"
    try:
        manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
        for name, facts in manifest["files"].items():
            if hashlib.sha256((current / name).read_bytes()).hexdigest() != facts["sha256"]:
                yield f"发布版本的 {name} 与清单不符"
        with duckdb.connect(current / "zwgk.duckdb", read_only=True) as bi:
            ids = bi.execute("SELECT DISTINCT release_id FROM mart.fct_cell").fetchall()
        if ids != [(current.resolve().name,)]:
            yield f"发布版本混有 {ids}"
    except (OSError, ValueError, duckdb.Error) as broken:
        yield f"发布版本打不开：{broken}"


def lost_receipts(root: Path, acknowledged: int = 0) -> Iterator[str]:
    """Events that were acknowledged and are not in the journal, and receipts whose bytes are not in the archive."""
    archive, events = Archive(root / "archive"), list(Journal(root / "archive" / "journal.jsonl"))
    if len(events) < acknowledged:
        yield f"日志少了 {acknowledged - len(events)} 条"
    yield from (
        f"编号 {event.number} 的原件不在档案中"
        for event in events
        if "sha256" in event.facts and not archive.is_intact(event.facts["sha256"])
    )


def copy_office(office: Path, scratch: Path) -> Path:
    """The office again, always under the same path: some documents may name it."""
    trial = scratch / "trial" / "office"
    for former in (trial, backups_of(trial)):
        shutil.rmtree(former, ignore_errors=True)
    shutil.copytree(office, trial, symlinks=True)
    return trial


def apart(work: Callable[[], object], after: float | None = None) -> bool:
    """Runs `work` in a forked child with its own process group; kills the whole group `after` seconds. True if it was killed.

    Raises RuntimeError where the child ends with a fault of its own.
    """
    child = os.fork()
    if child == 0:
        _work_and_exit(work)
    deadline = None if after is None else time.perf_counter() + after
    while True:
        ended, status = os.waitpid(child, 0 if deadline is None else os.WNOHANG)
        if ended:
            break
        if deadline is not None and time.perf_counter() >= deadline:
            os.killpg(child, signal.SIGKILL)
            deadline = None
        time.sleep(0.002)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"a run ended with {os.waitstatus_to_exitcode(status)}")
    return False


def _work_and_exit(work: Callable[[], object]) -> None:
    os.setpgid(0, 0)
    code = 1
    try:
        work()
        code = 0
    except BaseException as failed:
        sys.excepthook(type(failed), failed, failed.__traceback__)
    finally:
        sys.stderr.flush()
        os._exit(code)


def listen(root: Path, hear: Callable[[str], object]) -> None:
    """From now on `hear` is told the name of each step of this process, just before it changes a file or begins or ends a transaction."""
    of_trial = str(root.parent)

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if _is_change(event, arguments, of_trial):
            path = str(arguments[0]).removeprefix(of_trial)
            hear(next((name for part, name in _STEPS if part in path), "other"))

    transaction = Store.transaction

    @contextmanager
    def heard(store: Store) -> Iterator[None]:
        hear("transaction")
        with transaction(store):
            yield
        hear("committed")

    setattr(Store, "transaction", heard)  # noqa: B010 - for mypy it is not there to be set
    sys.addaudithook(audit)


def _is_change(event: str, arguments: tuple[object, ...], below: str) -> bool:
    if event == "open":
        flags = arguments[2]
        if not isinstance(flags, int) or not flags & _WRITING:
            return False
    elif event not in _CHANGES:
        return False
    return str(arguments[0]).startswith(below)


def commands_to(root: Path, told: Path) -> None:
    """Collects, publishes and backs up as a person does, and writes exit codes and last sentences."""
    as_of = ["--as-of", AT.isoformat()]
    ends: list[tuple[int, str]] = []
    for command in (["collect", *as_of], ["publish", *as_of], ["backup", str(backups_of(root))]):
        spoken = io.StringIO()
        with redirect_stderr(spoken), redirect_stdout(io.StringIO()):
            code = run([*command, "--workspace", str(root)])
        ends.append((code, (spoken.getvalue().strip().splitlines() or [""])[-1]))
    told.write_text(json.dumps(ends, ensure_ascii=False), encoding="utf-8")
