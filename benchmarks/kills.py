"""`kill -9` in the middle of a run: what is lost, what is broken, what differs after a plain re-run.

    python -m benchmarks.kills                      every step once, then 200 random moments
    python -m benchmarks.kills --steps 20 --moments 20

An office has one quarter published; a correction of it and the next quarter's reports lie in its inbox. A run collects and
publishes. It is killed either just before its n-th change of a file in the workspace (each is a step: a landed file, a line of the
journal, a document, the switch), or at a random moment, which also falls into the database's own writing. After each kill the former
or the new release must open and agree with its manifest; after a re-run all must equal a run that nobody killed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from flows.demo.figures import draw_district
from flows.steps.collect import collect
from flows.steps.intake import archive_of, journal_of
from flows.steps.publish import publish
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.release import published_tables
from warehouse.workspace import Workspace

Q1, Q2 = Period(2025, 1), Period(2025, 2)
UNITS = ("finance", "audit", "yunxi_town")
_BEFORE, _AT = datetime(2025, 4, 10), datetime(2025, 7, 5)
_CHANGES = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.symlink", "os.chmod", "os.utime"}
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
State = dict[str, object]


@dataclass(slots=True)
class Tally:
    """What the kills came to. `faults` are sentences: a submission lost, a release broken, a row that differs."""

    kills: Counter[str] = field(default_factory=Counter)
    survived: int = 0
    faults: list[str] = field(default_factory=list)


def lay_out_office(root: Path) -> Workspace:
    """An office with the first quarter published, and a correction and the second quarter in its inbox."""
    workspace = Workspace.create(root)
    figures = draw_district(workspace.catalog, workspace.register, Q1, Q2)

    def send(unit_code: str, period: Period, name: str = "", more: int = 0) -> None:
        values = dict(figures.of(unit_code, period))
        values["T2:licence.decisions"] = (values["T2:licence.decisions"] or Decimal(0)) + more
        unit = workspace.register.by_code[unit_code]
        order = TemplateOrder(unit_code=unit_code, unit_name=unit.name, period=period, opening={}, values=values)
        path = workspace.inbox / f"{period}{unit.name}{name}.xlsx"
        path.write_bytes(write_template(order, workspace.catalog))

    for code in UNITS:
        send(code, Q1)
    _apart(lambda: _run(root, _BEFORE))
    send(UNITS[0], Q1, "更正", more=5)
    for code in UNITS:
        send(code, Q2)
    return workspace


def kill_at_steps(office: Path, scratch: Path, most: int | None) -> Tally:
    """Kills just before each change of a file, or before `most` of them, evenly spread."""
    trial = _copy(office, scratch)
    with tempfile.NamedTemporaryFile("r") as counted:
        _apart(lambda: _counting(trial, Path(counted.name), None))
        steps = counted.read().splitlines()
    expected = state_of(trial)
    chosen = range(len(steps)) if most is None else sorted({i * len(steps) // most for i in range(most)})
    tally = Tally()
    for step in chosen:
        trial = _copy(office, scratch)
        died = _apart(lambda trial=trial, step=step: _counting(trial, None, step))  # type: ignore[misc]
        _judge(trial, expected, f"第 {step + 1} 步（{steps[step]}）", died, tally, steps[step].split()[0])
    return tally


def kill_at_moments(office: Path, scratch: Path, moments: int, seed: int = 1) -> Tally:
    """Kills at random moments, spread evenly over a little more than the time of a whole run."""
    trial = _copy(office, scratch)
    started = time.perf_counter()
    _apart(lambda: _run(trial, _AT))
    whole = time.perf_counter() - started
    expected = state_of(trial)
    drawn = random.Random(seed)
    tally = Tally()
    for _ in range(moments):
        trial = _copy(office, scratch)
        moment = drawn.uniform(0, whole * 1.05)
        died = _apart(lambda trial=trial: _run(trial, _AT), after=moment)  # type: ignore[misc]
        _judge(trial, expected, f"{moment:.2f} 秒", died, tally, "moment")
    return tally


def state_of(root: Path) -> State:
    """All that must not depend on kills: receipts, the published rows, and every document and page, by hash."""
    workspace = Workspace.open(root)
    received = sorted((e.facts["file_name"], e.facts["sha256"]) for e in journal_of(workspace) if e.kind == "received")
    state: State = {"received": received, "archive": sorted(archive_of(workspace))}
    current = workspace.releases / "current"
    with duckdb.connect(current / "zwgk.duckdb", read_only=True) as bi:
        for table in published_tables():
            if table.is_content:
                columns = ", ".join(f'"{name}"' for name, column in table.columns.items() if column.is_content)
                rows = bi.execute(f"SELECT {columns} FROM mart.{table.mart_name} ORDER BY ALL").fetchall()
                state[f"mart.{table.mart_name}"] = rows
    for folder in (current / "documents", workspace.feedback):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                state[f"{folder.name}/{path.relative_to(folder)}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return state


def _judge(trial: Path, expected: State, said: str, died: bool, tally: Tally, kind: str) -> None:
    tally.kills[kind] += died
    tally.survived += not died
    tally.faults += (f"{said}：{fault}" for fault in _broken_release(trial))
    _apart(lambda: _run(trial, _AT))
    tally.faults += (
        f"{said}：{fault}" for fault in (*_broken_release(trial), *_differences(state_of(trial), expected))
    )


def _broken_release(trial: Path) -> Iterator[str]:
    """Opens what `current` leads to, as BI would, and compares every file with the manifest."""
    current = trial / "releases" / "current"
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


def _differences(found: State, expected: State) -> Iterator[str]:
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            yield f"{name} 与没有中断时不同"


def _run(root: Path, at: datetime) -> None:
    workspace = Workspace.open(root)
    done = collect(workspace, as_of=at)
    if done.errors or done.not_fetched:
        raise RuntimeError(f"{done.errors} {done.not_fetched}")
    published = publish(workspace, as_of=at)
    if published.failures or published.errors:
        raise RuntimeError(f"{published.failures} {published.errors}")


def _counting(root: Path, list_in: Path | None, kill_before: int | None) -> None:
    """A run that lists its changes of files, or dies just before one of them."""
    changes: list[str] = []
    of_workspace = str(root)

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if not _is_change(event, arguments, of_workspace):
            return
        if len(changes) == kill_before:
            os.killpg(0, signal.SIGKILL)
        changes.append(f"{event} {Path(str(arguments[0])).name}")

    sys.addaudithook(hear)
    _run(root, _AT)
    if list_in is not None:
        list_in.write_text("\n".join(changes), encoding="utf-8")


def _is_change(event: str, arguments: tuple[object, ...], below: str) -> bool:
    if event == "open":
        flags = arguments[2]
        if not isinstance(flags, int) or not flags & _WRITING:
            return False
    elif event not in _CHANGES:
        return False
    return str(arguments[0]).startswith(below)


def _apart(work: Callable[[], object], after: float | None = None) -> bool:
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


def _copy(office: Path, scratch: Path) -> Path:
    """The office again, always under the same path: some documents may name it."""
    trial = scratch / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    shutil.copytree(office, trial, symlinks=True)
    return trial


def main() -> int:
    """Prints the tally; exit code 1 where anything was lost, broken or different."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=None, help="how many of the steps (all)")
    parser.add_argument("--moments", type=int, default=200, help="how many random moments (200)")
    asked = parser.parse_args()
    import expectations.gx_suite  # noqa: F401 - forked children need not import it each for itself

    with tempfile.TemporaryDirectory(prefix="zwgk-kills-") as folder:
        scratch = Path(folder)
        lay_out_office(scratch / "office")
        tallies = {
            "steps": kill_at_steps(scratch / "office", scratch, asked.steps),
            "moments": kill_at_moments(scratch / "office", scratch, asked.moments),
        }
    for name, tally in tallies.items():
        print(
            f"{name}: {tally.kills.total()} killed {dict(tally.kills)}, {tally.survived} ended before, {len(tally.faults)} faults"
        )
        print("\n".join(f"  {fault}" for fault in tally.faults[:40]))
    return int(any(tally.faults for tally in tallies.values()))


if __name__ == "__main__":
    raise SystemExit(main())
