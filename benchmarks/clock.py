"""One command on a workspace, measured in a process of its own, with the wall and CPU seconds of its steps.

python -m benchmarks.clock collect|publish ROOT
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.measure import measured, print_measured
from warehouse.workspace import Workspace

RUNS = "steps.json"
AS_OF = datetime(2026, 3, 18, 9)
# What each step is called, and the function that is it, where its caller finds it. Those further down are part of those above.
STEPS = {
    "collect": {
        "land": "flows.steps.collect.land_arrivals",
        "load journal": "flows.steps.state._load_journal",
        "read and stage": "flows.steps.state.stage_new",
        "read and stage: stage": "flows.steps.staging._stage",
        "identify": "flows.steps.state._identify_new",
        "catalogue tables": "flows.steps.state.load_catalog_tables",
        "judge and ledger": "flows.steps.state.judge",
        "judge and ledger: lay out": "flows.steps.judge.lay_out_batch",
        "judge and ledger: rules": "flows.steps.judge.check_batch",
        "judge and ledger: record": "flows.steps.judge.record_batch",
        "judge and ledger: confirm": "flows.steps.judge.confirm",
        "beside the portal": "flows.steps.state.compare",
        "feedback: find": "flows.steps.collect.find_cases",
        "feedback: write": "flows.steps.collect.save_feedback",
    },
    "publish": {
        "refresh": "flows.steps.publish.refresh",
        "build": "flows.steps.publish.build_tables",
        "audit": "flows.steps.publish.audit_tables",
        "revision": "flows.steps.publish._record_revision",
        "content hash": "flows.steps.publish._facts",
        "database and Parquet": "warehouse.release._write_tables",
        "documents": "flows.steps.publish.save_drafts",
        "quality": "flows.steps.publish.write_quality",
        "site": "flows.steps.publish.write_site",
        "check": "flows.steps.publish.check_staged",
        "switch": "flows.steps.publish.switch_to",
    },
}


@dataclass
class Clock:
    """Wall and CPU seconds of this process by step; one whose function has another name by now is left out."""

    steps: dict[str, tuple[float, float]] = field(default_factory=dict)

    @contextmanager
    def around(self, step: str, path: str) -> Iterator[None]:
        """Times a function, wherever it is called by its name in that module, as long as the block lasts."""
        module, _, name = path.rpartition(".")
        place = import_module(module)
        former = getattr(place, name, None)
        if former is None:
            yield
            return
        setattr(place, name, self._timed(step, former))
        try:
            yield
        finally:
            setattr(place, name, former)

    def _timed(self, step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: object, **named: object) -> Any:  # noqa: ANN401 - whatever the step gives
            wall, cpu = time.perf_counter(), time.process_time()
            try:
                return work(*given, **named)
            finally:
                seconds, used = self.steps.get(step, (0.0, 0.0))
                self.steps[step] = seconds + time.perf_counter() - wall, used + time.process_time() - cpu

        return timed


def run(command: str, root: Path) -> int:
    """The command; leaves its steps beside the workspace's files. Gives the cells that count."""
    from flows.steps.collect import collect
    from flows.steps.publish import publish
    from warehouse.store import open_store

    workspace, clock = Workspace.open(root), Clock()
    with ExitStack() as timing:
        for step, path in STEPS[command].items():
            timing.enter_context(clock.around(step, path))
        done = collect(workspace, as_of=AS_OF) if command == "collect" else publish(workspace, as_of=AS_OF)
    print(done, file=sys.stderr)
    (root / RUNS).write_text(json.dumps({step: clock.steps[step] for step in STEPS[command] if step in clock.steps}))
    with open_store(workspace.warehouse) as store:
        return int(store.rows("SELECT count(*) AS n FROM core_cell")[0]["n"])


if __name__ == "__main__":
    asked, folder = sys.argv[1:]
    print_measured(measured(lambda: run(asked, Path(folder))))
