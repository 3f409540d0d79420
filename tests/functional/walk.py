"""The whole way of a small office, from the folder to a release and a run on a Prefect server, in a process of its own."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from flows.cli.app import run
from flows.demo.figures import draw_district
from flows.orchestration.server import running_server
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.workspace import Workspace

QUARTER = Period(2025, 1)
UNITS = ("finance", "education")


def send(root: Path) -> list[Path]:
    """Some units' workbooks, into the inbox."""
    workspace = Workspace.open(root)
    drawn = draw_district(workspace.catalog, workspace.register, QUARTER, QUARTER)
    sent = []
    for code in UNITS:
        unit = workspace.register.by_code[code]
        order = TemplateOrder(unit.code, unit.name, QUARTER, {}, drawn.of(code, QUARTER))
        path = workspace.inbox / f"{unit.name}.xlsx"
        path.write_bytes(write_template(order, workspace.catalog))
        sent.append(path)
    return sent


def walk(root: Path, home: Path) -> dict[str, int]:
    """Each command and its exit code; of the flow 0 where it completed."""
    codes = {"init": run(["init", str(root)])}
    sent = send(root)
    for name, *more in (
        ("collect", "--as-of", "2025-04-03T09:00"),
        ("status", "-p", str(QUARTER)),
        ("publish", "-p", str(QUARTER), "--as-of", "2025-04-20"),
        ("doctor",),
    ):
        codes[name] = run([name, *more, "-w", str(root)])
    codes["check"] = run(["check", *map(str, sent)])
    codes["flow"] = _run_flow(root, home)
    return codes


def _run_flow(root: Path, home: Path) -> int:
    with running_server(home, with_page=False) as server:
        os.environ |= server.environment()
        from flows.orchestration.commands import collect  # Prefect reads its settings on import

        state = collect(str(root), period=str(QUARTER), as_of=datetime(2025, 4, 21), return_state=True)
    return 0 if state.is_completed() else 1


if __name__ == "__main__":
    done = walk(Path(sys.argv[1]), Path(sys.argv[2]))
    print(done, file=sys.stderr)
    sys.exit(any(code not in (0, 1) for code in done.values()) or done["flow"] != 0)
