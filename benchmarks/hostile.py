"""The figures of docs/reliability.md: every hostile file with its outcome, time and memory; readable files refused; mutants.

python -m benchmarks.hostile [--mutants 2000] [--seed 1]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.reading import as_old_workbook, filled_templates
from flows.reading.children import child_pool, read_path
from tests.hostile.corpus import CORPUS, content
from tests.hostile.fuzzing import DIED, NEVER, counted, tried
from tests.hostile.mutants import drawn
from warehouse.catalog.catalog import load_catalog

READ, DEAD = "read", "P90"
_SECONDS_A_FILE = 60.0
_HEADER = f"{'case':<56}{'expected':>9}{'outcome':>9}{'KB':>9}{'ms':>9}{'peak MB':>9}"


class Costs(NamedTuple):
    """What reading one file came to: code or `read`, seconds, the megabytes that the child needed beyond those it had, and all of them."""

    outcome: str
    seconds: float
    megabytes: float
    whole: float


def read_measured(path: Path) -> Costs:
    """Reads one file, in the child. The kernel's high-water mark is set back first."""
    Path("/proc/self/clear_refs").write_text("5")
    before, start = _high_water(), time.perf_counter()
    reading = read_path(path)
    seconds = time.perf_counter() - start
    return Costs(reading.error[0] if reading.error else READ, seconds, (peak := _high_water()) - before, peak)


def _high_water() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def measured(paths: Sequence[Path]) -> Iterator[Costs]:
    """Each file in the bounded child that reads files; one that died is replaced by a new one."""
    waiting = list(paths)
    while waiting:
        with child_pool(1) as pool:
            pool.schedule(read_measured, args=[waiting[0]], timeout=_SECONDS_A_FILE).exception()  # imports and caches
            while waiting:
                path, start = waiting.pop(0), time.perf_counter()
                try:
                    yield pool.schedule(read_measured, args=[path], timeout=_SECONDS_A_FILE).result()
                except Exception:  # the child died, or took too long
                    yield Costs(DEAD, time.perf_counter() - start, float("nan"), float("nan"))
                    break


def show_corpus(folder: Path) -> bool:
    """The table of the hostile files; whether each ended as it has to."""
    paths = [folder / str(number) for number in range(len(CORPUS))]
    for path, case in zip(paths, CORPUS, strict=True):
        path.write_bytes(content(case))
    print(_HEADER)
    costs = list(measured(paths))
    for case, path, cost in zip(CORPUS, paths, costs, strict=True):
        row = f"{case.label:<56}{case.code or READ:>9}{cost.outcome:>9}{path.stat().st_size / 1024:>9,.0f}"
        print(f"{row}{cost.seconds * 1e3:>9.1f}{cost.megabytes:>9.1f}")
    right = sum((case.code or READ) == cost.outcome for case, cost in zip(CORPUS, costs, strict=True))
    print(f"{right} of {len(CORPUS)} as they have to end; {_most(costs)}")
    return right == len(CORPUS)


def _most(costs: Sequence[Costs]) -> str:
    slowest, largest, whole = (max(values) for values in list(zip(*costs, strict=True))[1:])
    return f"at most {slowest * 1e3:.0f} ms and {largest:.0f} MB a file, the child as a whole {whole:.0f} MB"


def show_readable(folder: Path) -> bool:
    """Workbooks that are in order: none may be refused."""
    templates = filled_templates(load_catalog())
    files = [*templates, *map(as_old_workbook, templates)]
    paths = [folder / f"good{number}" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    costs = list(measured(paths))
    refused = sum(cost.outcome != READ for cost in costs)
    print(f"{refused} of {len(files)} workbooks that are in order refused; {_most(costs)}")
    return refused == 0


def show_mutants(count: int, seed: int) -> bool:
    """What came of mutants, by kind."""
    random, start = Random(seed), time.perf_counter()
    results = list(tried(drawn(random) for _ in range(count)))
    for kind, ends in sorted(counted(results).items()):
        print(f"{kind:<24}" + ", ".join(f"{end} {number}" for end, number in sorted(ends.items())))
    bad = [one for one in results if one.outcome in (*NEVER, DIED)]
    for one in bad:
        print(one)
    print(
        f"{count} mutants (seed {seed}) in {time.perf_counter() - start:.0f} s: {len(bad)} crashes, hangs or silent differences"
    )
    return not bad


def main() -> None:
    """Prints what was measured; ends with 1 where anything came out otherwise than it has to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        shown = [show_corpus(Path(folder)), show_readable(Path(folder)), show_mutants(asked.mutants, asked.seed)]
    raise SystemExit(0 if all(shown) else 1)


if __name__ == "__main__":
    main()
