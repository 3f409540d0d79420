"""`kill -9` in the middle of a run: what is lost, what is broken, what differs after a plain re-run.

    python -m benchmarks.kills                          every step once, then 200 random moments
    python -m benchmarks.kills --steps 20 --moments 20  20 of the steps, of each kind the first and the last

An office has one quarter published; more lies in its inbox (`benchmarks/trials.py`). A run collects, publishes and backs up. It is
killed either just before its n-th step (a change of a file: one landed, a line of the journal, a page of what goes back to a unit, of
a release or of its site, the switch, the backup; and before and after each transaction of the database), or at a random moment.
After each kill the former or the new release must open and agree with its manifest, and every event that was acknowledged must be
there with its bytes; after a re-run all must equal a run that nobody killed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.trials import (
    State,
    apart,
    broken_release,
    copy_office,
    differences,
    lay_out_office,
    listen,
    lost_receipts,
    read_here,
    run_all,
    state_of,
    take_at_once,
)

_TELL_EVERY = 20
_SLOWER = 1.01  # a machine that became slower would else never be killed near its end


@dataclass(slots=True)
class Tally:
    """What the kills came to. `faults` are sentences: a submission lost, a release broken, a row that differs."""

    name: str
    kills: Counter[str] = field(default_factory=Counter)
    survived: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """The tally in a line."""
        killed = f"{self.kills.total()} killed {dict(self.kills)}"
        return f"{self.name}: {killed}, {self.survived} ended before, {len(self.faults)} faults"

    def add(self, faults: Iterator[str], said: str) -> None:
        """Faults are shown at once: a campaign may take an hour."""
        for fault in faults:
            self.faults.append(f"{said}：{fault}")
            print(f"  {self.faults[-1]}", flush=True)

    def tell(self) -> None:
        """Shows the tally now and then."""
        if (self.kills.total() + self.survived) % _TELL_EVERY == 0:
            print(self.line, flush=True)


def kill_at_steps(office: Path, scratch: Path, most: int | None) -> Tally:
    """Kills just before each change of a file, or before `most` of them, among these the first and the last of each kind."""
    trial = copy_office(office, scratch)
    with tempfile.NamedTemporaryFile("r") as counted:
        apart(lambda: _counting(trial, Path(counted.name), None))
        steps = counted.read().splitlines()
    expected = state_of(trial)
    print(f"{len(steps)} steps {dict(Counter(steps))}", flush=True)
    tally = Tally("steps")
    for step in _chosen(steps, most):
        trial = copy_office(office, scratch)
        died = apart(lambda trial=trial, step=step: _counting(trial, None, step))  # type: ignore[misc]
        _judge(trial, expected, f"第 {step + 1} 步（{steps[step]}）", died, tally, steps[step])
    return tally


def _chosen(kinds: list[str], most: int | None) -> list[int]:
    if most is None:
        return list(range(len(kinds)))
    ends = {kinds.index(kind) for kind in kinds} | {len(kinds) - 1 - kinds[::-1].index(kind) for kind in kinds}
    return sorted(ends | {i * len(kinds) // most for i in range(most)}) if most else []


def kill_at_moments(office: Path, scratch: Path, moments: int, seed: int = 1) -> Tally:
    """Kills at as many random moments, spread evenly over the time of a whole run, which is measured anew by each that ended before."""
    trial = copy_office(office, scratch)
    started = time.perf_counter()
    apart(lambda: run_all(trial))
    whole = time.perf_counter() - started
    expected = state_of(trial)
    drawn = random.Random(seed)
    tally = Tally("moments")
    while tally.kills.total() < moments:
        trial = copy_office(office, scratch)
        moment = drawn.uniform(0, whole)
        started = time.perf_counter()
        died = apart(lambda trial=trial: run_all(trial), after=moment)  # type: ignore[misc]
        whole = whole * _SLOWER if died else time.perf_counter() - started
        _judge(trial, expected, f"{moment:.2f} 秒", died, tally, "moment")
    return tally


def _judge(trial: Path, expected: State, said: str, died: bool, tally: Tally, kind: str) -> None:
    tally.kills[kind] += died
    tally.survived += not died
    tally.add(broken_release(trial), said)
    tally.add(lost_receipts(trial), said)
    try:
        apart(lambda: run_all(trial))
        tally.add(broken_release(trial), f"{said}，再运行后")
        tally.add(differences(state_of(trial), expected), said)
    except RuntimeError as failed:
        tally.add(iter([f"再运行失败：{failed}"]), said)
    tally.tell()


def _counting(root: Path, list_in: Path | None, kill_before: int | None) -> None:
    """A run that lists its steps, or dies just before one of them."""
    changes: list[str] = []

    def hear(step: str) -> None:
        if len(changes) == kill_before:
            os.killpg(0, signal.SIGKILL)
        changes.append(step)

    listen(root, hear)
    run_all(root)
    if list_in is not None:
        list_in.write_text("\n".join(changes), encoding="utf-8")


def main() -> int:
    """Prints the tally; exit code 1 where anything was lost, broken or different."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=None, help="how many of the steps (all)")
    parser.add_argument("--moments", type=int, default=200, help="how many random moments (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (1)")
    parser.add_argument("--children", action="store_true", help="read in child processes, as a real run does; slower")
    asked = parser.parse_args()
    import expectations.gx_suite  # noqa: F401 - forked children need not import it each for itself

    take_at_once()
    if not asked.children:
        read_here()
    with tempfile.TemporaryDirectory(prefix="zwgk-kills-") as folder:
        scratch = Path(folder)
        lay_out_office(scratch / "office")
        tallies = [
            kill_at_steps(scratch / "office", scratch, asked.steps),
            kill_at_moments(scratch / "office", scratch, asked.moments, asked.seed),
        ]
    print(*(tally.line for tally in tallies), sep="\n")
    return int(any(tally.faults for tally in tallies))


if __name__ == "__main__":
    raise SystemExit(main())
