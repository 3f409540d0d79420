"""A working database or its write-ahead log damaged after a crash: seen or derived again, never other figures.

    python -m benchmarks.damage                60 kinds of damage
    python -m benchmarks.damage --cases 200

A run is killed after it has judged and before it has closed the database, so that all of its work lies in the log. Then the log is
truncated, flipped, filled with garbage, exchanged for another office's or taken away, or the database itself is torn or flipped.
After each, `zwgk status` must show what it shows without damage, and every derived row must be the same; where damage shows only
later, the first run says so and the next one is in order.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.trials import AT, Q2, apart, read_here, take_at_once
from flows.demo.figures import draw_district
from flows.steps import state
from flows.steps.collect import collect
from flows.steps.status import period_status
from reports.template.workbook import TemplateOrder, write_template
from warehouse.opening import StoreDamagedError
from warehouse.store import open_store
from warehouse.workspace import Workspace

Damage = tuple[str, bytes | None, bytes]
Rows = dict[str, list[tuple[object, ...]]]


def office_with_log(root: Path, units: tuple[str, ...] = ("finance",)) -> Workspace:
    """An office of which a run was killed when all was judged, and nothing of it had reached the database file."""
    workspace = Workspace.create(root)
    with open_store(workspace.database):
        pass  # the tables are laid out and in the file
    figures = draw_district(workspace.catalog, workspace.register, Q2, Q2)
    for code in units:
        order = TemplateOrder(code, workspace.register.by_code[code].name, Q2, {}, figures.of(code, Q2))
        (workspace.inbox / f"{code}.xlsx").write_bytes(write_template(order, workspace.catalog))
    take_at_once()
    read_here()
    apart(lambda: _collect_and_die(root))
    return workspace


def _collect_and_die(root: Path) -> None:
    def dies(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(state, "compare", dies)  # noqa: B010 - for mypy it is not there to be set
    collect(Workspace.open(root), as_of=AT)


def damages(log: bytes, database: bytes, foreign: bytes, cases: int, seed: int = 1) -> Iterator[Damage]:
    """(what was done, the log or None, the database): every kind first, then the same kinds at places that are drawn."""
    drawn = random.Random(seed)
    yield "日志没有了", None, database
    yield "别处的日志", foreign, database
    yield "日志中间翻转一位", _flipped(log, 0.5), database
    yield "数据库是乱码", log, b"torn" * 4096
    yield "日志是乱码", drawn.randbytes(len(log)), database
    for number in range(cases - 5):
        at = drawn.random()
        match number % 4:
            case 0:
                yield f"日志截断于 {at:.0%}", log[: int(len(log) * at)], database
            case 1:
                yield f"日志在 {at:.0%} 处翻转一位", _flipped(log, at), database
            case 2:
                yield f"数据库在 {at:.0%} 处翻转一位", log, _flipped(database, at)
            case _:
                yield f"数据库截断于 {at:.0%}", log, database[: int(len(database) * at)]


def _flipped(content: bytes, at: float) -> bytes:
    changed = bytearray(content)
    changed[int(len(changed) * at)] ^= 4
    return bytes(changed)


def suffer(office: Path, trial: Path, damage: Damage) -> tuple[str, Rows]:
    """The office with that damage: how it went on, and what the tables then hold."""
    _, log, database = damage
    shutil.rmtree(trial, ignore_errors=True)
    shutil.copytree(office, trial, symlinks=True)
    workspace = Workspace.open(trial)
    path = workspace.database
    path.write_bytes(database)
    wal = path.with_name(f"{path.name}.wal")
    wal.unlink(missing_ok=True)
    if log is not None:
        wal.write_bytes(log)
    outcome = "goes on"
    try:
        shown = period_status(workspace, Q2)
    except StoreDamagedError:
        outcome = "says so, then goes on"
        shown = period_status(workspace, Q2)
    if path.with_name(f"{path.name}.damaged").exists() and outcome == "goes on":
        outcome = "derives anew"
    return outcome, {**_derived(workspace), "status": [(row.unit_code, row.status) for row in shown.rows]}


def _derived(workspace: Workspace) -> Rows:
    with open_store(workspace.database) as store:
        return {
            name: store.connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
            for name in (*state.DERIVED, *state.CHECKED, "rpt_quarterly_coverage")
        }


def log_and_database(workspace: Workspace) -> tuple[bytes, bytes]:
    """As the killed run left them."""
    path = workspace.database
    return path.with_name(f"{path.name}.wal").read_bytes(), path.read_bytes()


def main() -> int:
    """Prints a line for each outcome; exit code 1 where any figure was another one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    import expectations.gx_suite  # noqa: F401 - forked children need not import it each for itself

    logging.getLogger("warehouse").setLevel(logging.ERROR)
    tally: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="zwgk-damage-") as folder:
        scratch = Path(folder)
        office = office_with_log(scratch / "office")
        other, _ = log_and_database(office_with_log(scratch / "other", ("audit",)))
        log, database = log_and_database(office)
        _, expected = suffer(office.root, scratch / "trial", ("nothing", log, database))
        for damage in islice(damages(log, database, other, asked.cases), asked.cases):
            outcome, found = suffer(office.root, scratch / "trial", damage)
            tally[outcome] += 1
            wrong += [f"{damage[0]}：{name} 不同" for name in expected if found.get(name) != expected[name]]
    if asked.json:
        print(json.dumps({"outcomes": tally, "differences": wrong}, ensure_ascii=False))
    else:
        print(f"{asked.cases} damages {dict(tally)}, {len(wrong)} differences", *wrong, sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
