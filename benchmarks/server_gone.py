"""Prefect's server killed with -9 while a flow is at work: how the run ends, and whether the plain command and a new server mend it.

    python -m benchmarks.server_gone

One office, one server after the other, killed before the run is known to it, while files are read and judged, and just before the end.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.trials import Q1, UNITS
from flows.demo.figures import draw_district
from flows.orchestration.server import running_server
from reports.template.workbook import TemplateOrder, write_template
from warehouse.store import open_store
from warehouse.workspace import Workspace

_SLOW = """
import sys, time
from flows.cli import main
from flows.orchestration import flows
from flows.steps import state

def slow(module, name):
    work = getattr(module, name)
    def slowed(*given, **named):
        print("at work", flush=True)
        time.sleep(3)
        return work(*given, **named)
    setattr(module, name, slowed)

slow(*{where})
main()
"""
_MOMENTS = {
    "start": '(flows.collecting, "fetch")',
    "mid": '(state, "judge")',
    "end": '(flows.artifacts, "publish_collect_summary")',
}


def main() -> int:
    """Prints what each run came to; exit code 1 where the plain command did not mend it."""
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="zwgk-server-") as folder:
        home = Path(folder) / "prefect"
        for moment, where in _MOMENTS.items():
            workspace = _office(Path(folder) / moment)
            code, seconds, said = _run_and_kill_server(workspace, home, where)
            closed = _closed_by_the_next(workspace, home)
            again, _ = _zwgk(workspace, {})
            standing = _standing(workspace)
            wrong += again not in (0, 1) or standing != len(UNITS)
            print(
                f"{moment}: the run ended with {code} after {seconds:.0f} s ({said}); plain command {again}, "
                f"{standing} of {len(UNITS)} accepted; {closed} run closed by the next server",
                flush=True,
            )
    return int(bool(wrong))


def _office(root: Path) -> Workspace:
    workspace = Workspace.create(root)
    figures = draw_district(workspace.catalog, workspace.register, Q1, Q1)
    for code in UNITS:
        order = TemplateOrder(code, workspace.register.by_code[code].name, Q1, {}, figures.of(code, Q1))
        (workspace.inbox / f"{code}.xlsx").write_bytes(write_template(order, workspace.catalog))
    return workspace


def _run_and_kill_server(workspace: Workspace, home: Path, where: str) -> tuple[int, float, str]:
    command = [sys.executable, "-c", _SLOW.format(where=where), *_arguments(workspace), "--via", "prefect"]
    with running_server(home, with_page=False) as server:
        environment = {**server.environment(), "ZWGK_WORKERS": "1"}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as run:
            assert run.stdout is not None
            while run.stdout.readline() not in {"at work\n", ""}:
                pass
            _kill_server(but=run.pid)
            killed = time.monotonic()
            _, said = run.communicate(timeout=600)
    return run.returncode, time.monotonic() - killed, (said.strip().splitlines() or [""])[-1]


def _kill_server(but: int) -> None:
    """The server that this process started, and what that started."""
    mine = {os.getpid()}
    for _ in range(3):
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[1]) in mine:
                    mine.add(int(stat.parent.name))
        mine.discard(but)
    for pid in mine - {os.getpid()}:
        os.kill(pid, signal.SIGKILL)


def _closed_by_the_next(workspace: Workspace, home: Path) -> int:
    from flows.orchestration.watch import close_open_runs

    with running_server(home, with_page=False) as server:
        return len(close_open_runs(server, workspace))


def _zwgk(workspace: Workspace, more: dict[str, str]) -> tuple[int, str]:
    code = "from flows.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *_arguments(workspace)],
        env=os.environ | more,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def _arguments(workspace: Workspace) -> list[str]:
    return ["collect", "--as-of", "2025-04-03T09:00", "--workspace", str(workspace.root)]


def _standing(workspace: Workspace) -> int:
    with open_store(workspace.database) as store:
        return int(store.rows("SELECT count(*) AS n FROM core_submission WHERE status = 'accepted'")[0]["n"])


if __name__ == "__main__":
    raise SystemExit(main())
