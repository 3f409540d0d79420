"""Two collects and a publish at once, as real processes, while the release in force is read: who writes, who waits, what comes of it.

    python -m benchmarks.at_once              5 rounds
    python -m benchmarks.at_once --rounds 20

Whoever comes second ends with exit code 2 and names the process that writes. The release that `current` leads to must be whole whenever
it is looked at, and after a plain re-run all must equal a run that was alone.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.trials import (
    AT,
    apart,
    broken_release,
    copy_office,
    differences,
    lay_out_office,
    lost_receipts,
    read_here,
    run_all,
    state_of,
    take_at_once,
)

_MAIN = "from flows.cli import main; main()"
_AS_OF = ("--as-of", AT.isoformat())
_COMMANDS = (("collect", *_AS_OF), ("publish", *_AS_OF), ("collect", *_AS_OF))


def main() -> int:
    """Prints how the commands ended and how often the release was looked at; exit code 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    import expectations.gx_suite  # noqa: F401 - forked children need not import it each for itself

    take_at_once()
    read_here()
    ends: Counter[str] = Counter()
    faults: list[str] = []
    looks = 0
    with tempfile.TemporaryDirectory(prefix="zwgk-at-once-") as folder:
        scratch = Path(folder)
        lay_out_office(scratch / "office")
        trial = copy_office(scratch / "office", scratch)
        apart(lambda: run_all(trial))
        expected = state_of(trial)
        for _ in range(asked.rounds):
            trial = copy_office(scratch / "office", scratch)
            looks += _all_at_once(trial, ends, faults)
            apart(lambda: run_all(trial))  # noqa: B023 - it is called at once
            faults += (*lost_receipts(trial), *differences(state_of(trial), expected))
    print(f"{asked.rounds} rounds, {dict(ends)}, {looks} looks at the release, {len(faults)} faults", *faults, sep="\n")
    return int(bool(faults))


def _all_at_once(trial: Path, ends: Counter[str], faults: list[str]) -> int:
    """Starts the commands together and looks at the release until all have ended; gives how often."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _MAIN, *command, "--workspace", str(trial)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in _COMMANDS
    ]
    looks = 0
    while any(process.poll() is None for process in running):
        faults += broken_release(trial)
        looks += 1
    for process, command in zip(running, _COMMANDS, strict=True):
        said = process.communicate()[1].strip().splitlines()[-1]
        is_busy = process.returncode == 2 and "另一个运行正在写入（进程 " in said
        ends[f"{command[0]} {'told who writes' if is_busy else process.returncode}"] += 1
        if process.returncode not in (0, 1) and not is_busy:
            faults.append(f"{command[0]}：退出码 {process.returncode}：{said}")
    return looks


if __name__ == "__main__":
    raise SystemExit(main())
