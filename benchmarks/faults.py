"""A disk that fails, a process that is killed at any call, a power that goes: what is left, and what a plain re-run makes of it.

    python -m benchmarks.faults calls --trials 60        killed just before one of the calls that change a file, evenly spread
    python -m benchmarks.faults errors --trials 30       from one of these calls on, or from one sync on, the disk answers "I/O error"
    python -m benchmarks.faults power --images 2000      the disk as it may be after its power went behind any change

The same office and the same run as in `benchmarks/kills.py`; here DuckDB's own calls are counted, too. Needs gcc. Of the images of a
power that went, all are looked at (the release in force, the receipts that were acknowledged), and --trials of them run again.
"""

from __future__ import annotations

import argparse
import errno
import json
import logging
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.faulty_disk import FaultyDisk, read_record, under_faulty_disk


def main() -> int:
    """Prints the tally; exit code 1 where anything was lost, broken or different."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("calls", "errors", "power"))
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--images", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    under_faulty_disk("benchmarks.faults")
    import expectations.gx_suite  # noqa: F401 - forked children need not import it each for itself
    from benchmarks.trials import lay_out_office, read_here, take_at_once

    logging.getLogger("warehouse").setLevel(logging.ERROR)
    take_at_once()
    read_here()
    with tempfile.TemporaryDirectory(prefix="zwgk-faults-") as folder:
        office = Path(folder) / "office"
        lay_out_office(office)
        done = Campaign(office, Path(folder), asked.seed)
        campaign: dict[str, Callable[[], None]] = {
            "calls": lambda: done.kill_at_calls(asked.trials),
            "errors": lambda: done.fail_at_calls(asked.trials),
            "power": lambda: done.lose_power(asked.images, asked.trials),
        }
        campaign[asked.what]()
    print(f"{asked.what}: {done.tried} tried, {done.said}, {len(done.faults)} faults")
    return int(bool(done.faults))


class Campaign:
    """One office, tried again and again. `faults` are sentences."""

    def __init__(self, office: Path, scratch: Path, seed: int) -> None:
        from benchmarks import trials

        self.trials, self.disk = trials, FaultyDisk()
        self.office, self.scratch, self.drawn = office, scratch, random.Random(seed)
        self.faults: list[str] = []
        self.tried, self.said = 0, ""
        trial = trials.copy_office(office, scratch)
        self.disk.count(trial.parent)
        trials.apart(lambda: trials.run_all(trial))
        self.calls = self.disk.counted
        self.expected = trials.state_of(trial)
        print(f"{self.calls} calls", flush=True)

    def kill_at_calls(self, trials: int) -> None:
        """Evenly over all calls of a run, each at another one whenever the campaign has another seed."""
        died = 0
        for number in self._spread(self.calls, trials):
            trial = self.trials.copy_office(self.office, self.scratch)
            self.disk.kill_at(trial.parent, number)
            died += self.trials.apart(lambda trial=trial: self.trials.run_all(trial))  # type: ignore[misc]
            self._judge(trial, f"第 {number} 次调用", again=True)
        self.said = f"{died} killed of {self.calls} calls"

    def fail_at_calls(self, trials: int) -> None:
        """By turns from any call on, and from any sync on."""
        codes: dict[str, int] = {}
        for turn, number in enumerate(self._spread(self.calls, trials)):
            trial = self.trials.copy_office(self.office, self.scratch)
            syncs = turn % 2 == 1
            first = max(1, number // 8) if syncs else number
            self.disk.fail_from(trial.parent, first, errno.EIO, syncs=syncs)
            told = self.scratch / "told.json"
            told.unlink(missing_ok=True)
            self.trials.apart(lambda trial=trial, told=told: self.trials.commands_to(trial, told))  # type: ignore[misc]
            said = f"从第 {first} 次{'同步' if syncs else '调用'}起出错"
            for code, sentence in json.loads(told.read_text(encoding="utf-8")):
                codes[str(code)] = codes.get(str(code), 0) + 1
                if code not in (0, 1) and "磁盘读写出错" not in sentence:
                    self._add(f"{said}：退出码 {code}：{sentence}")
            self.disk.count(trial.parent)
            self._judge(trial, said, again=True)
        self.said = f"exit codes {codes}"

    def lose_power(self, images: int, trials: int) -> None:
        """Images evenly over all changes, by turns on either kind of disk."""
        from benchmarks.crash_images import CrashDisk

        trial = self.trials.copy_office(self.office, self.scratch)
        log = self.scratch / "changes"
        self.disk.record(trial.parent, log)
        self.trials.apart(lambda: self._recorded(trial))
        self.disk.count(trial.parent)
        changes = list(read_record(log))
        begins_as = self.scratch / "begins"
        (begins_as / "office").parent.mkdir()
        shutil.copytree(self.office, begins_as / "office", symlinks=True)
        disk, acknowledged, at = CrashDisk(trial.parent, begins_as), 0, 0
        again = set(self._spread(images, trials))
        for image, until in enumerate(self._spread(len(changes), images), 1):
            for change in changes[at:until]:
                if change.op == "A":
                    acknowledged = int(change.path)
                else:
                    disk.take(change)
            at = until
            shutil.rmtree(trial.parent, ignore_errors=True)
            disk.lose_power(trial.parent, self.drawn, strict=image % 2 == 1)
            said = f"断电于第 {until} 次改动（{'strict' if image % 2 else 'ordered'}）"
            self._judge(trial, said, again=image in again, acknowledged=acknowledged)
        self.said = f"{len(changes)} changes, {len(again)} of the images run again"

    def _recorded(self, trial: Path) -> None:
        """A run that marks in the record how many lines of the journal it holds for written."""
        from warehouse.journal import Event, Journal

        append = Journal.append

        def marking(journal: Journal, *what: object, **named: object) -> list[Event]:
            added: list[Event] = append(journal, *what, **named)  # type: ignore[arg-type]
            self.disk.mark(str(added[-1].number))
            return added

        setattr(Journal, "append", marking)  # noqa: B010 - for mypy it is not there to be set
        self.trials.run_all(trial)

    def _judge(self, trial: Path, said: str, *, again: bool, acknowledged: int = 0) -> None:
        self.tried += 1
        try:
            for fault in (*self.trials.broken_release(trial), *self.trials.lost_receipts(trial, acknowledged)):
                self._add(f"{said}：{fault}")
            if again:
                self.trials.apart(lambda: self.trials.run_all(trial))
                found = self.trials.state_of(trial)
                for fault in (*self.trials.broken_release(trial), *self.trials.differences(found, self.expected)):
                    self._add(f"{said}，再运行后：{fault}")
        except Exception as failed:  # whatever it is, it belongs to this trial
            self._add(f"{said}：{type(failed).__name__} {failed}")
        if self.tried % 20 == 0:
            print(f"{self.tried} tried, {len(self.faults)} faults", flush=True)

    def _add(self, fault: str) -> None:
        self.faults.append(fault)
        print(f"  {fault}", flush=True)

    def _spread(self, among: int, wanted: int) -> list[int]:
        """Numbers from 1, evenly spread, beginning anywhere within the first stretch."""
        begin = self.drawn.random()
        return sorted({min(among, 1 + int((number + begin) * among / wanted)) for number in range(wanted)})


if __name__ == "__main__":
    raise SystemExit(main())
