"""What judging costs: every rule over a city's four quarters, and the arithmetic rules against GX's own pandas engine.

    python -m benchmarks.rules                 1,700 units, four quarters
    python -m benchmarks.rules --units 200     a quick look

Each runs in a process of its own. The clock starts after imports and after the batch's relations are laid, and stops when the frames
of results and violations are there. The rules that other forms, texts and years ask for run too and find nothing to judge.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.measure import ROOT, Measured, print_measured

UNITS = 1700
AIM_SECONDS, AIM_RATIO = 5.0, 10.0
ARITHMETIC = (
    *("TYPE-INTEGER", "TYPE-NEGATIVE", "T3-BALANCE", "T3-RESULTS", "T3-APPLICANT"),
    *("T4-TOTAL", "T2-COMPETENCE", "T2-STOCK", "PERIOD-CHAIN"),
)
Judge = Callable[[int], tuple[float, float, int]]


def judged(units: int, *, engine: str, rule_ids: Sequence[str] | None) -> tuple[float, float, int]:
    """Seconds, CPU seconds and checks of judging all four quarters as `collect` does."""
    import duckdb

    from benchmarks.quarters import CATALOG, batches
    from expectations.inputs import lay_inputs
    from expectations.suite import check_batch, check_batch_plain

    seconds = cpu = 0.0
    checks = 0
    if engine == "gx":
        import expectations.gx_suite  # noqa: F401 - imported before the clock starts
    for frames in batches(units):
        with duckdb.connect() as connection:
            lay_inputs(connection, frames)
            judge = check_batch if engine == "gx" else check_batch_plain
            start, used = time.perf_counter(), time.process_time()
            result = judge(connection, CATALOG, rule_ids=rule_ids)
            seconds, cpu = seconds + time.perf_counter() - start, cpu + time.process_time() - used
            assert result.errors.is_empty(), result.errors
            checks += int(result.results["checks"].sum())
    return seconds, cpu, checks


def on_pandas(units: int, *, is_folded: bool) -> tuple[float, float, int]:
    """The arithmetic rules as expectations of GX's pandas engine."""
    from benchmarks.quarters import batches
    from benchmarks.rules_pandas import judge_frames

    return judge_frames(batches(units), ARITHMETIC, is_folded=is_folded)


RUNS: dict[str, Judge] = {
    "all": lambda units: judged(units, engine="gx", rule_ids=None),
    "all-plain": lambda units: judged(units, engine="plain", rule_ids=None),
    "arithmetic": lambda units: judged(units, engine="gx", rule_ids=ARITHMETIC),
    "pandas": lambda units: on_pandas(units, is_folded=False),
    "pandas-folded": lambda units: on_pandas(units, is_folded=True),
}
TITLES = {
    "all": "all rules, with Great Expectations",
    "all-plain": "all rules, counts and lists only",
    "arithmetic": "arithmetic rules, with Great Expectations",
    "pandas": "arithmetic rules, GX on pandas",
    "pandas-folded": "arithmetic rules, GX on pandas, folded",
}


def measured_apart(name: str, units: int) -> Measured:
    """One run in a fresh process; unlike that of `measure`, `cpu_seconds` are those of the judging alone."""
    command = [sys.executable, "-m", "benchmarks.rules", "--measure", name, "--units", str(units)]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Measured(**json.loads(run.stdout.strip().splitlines()[-1]))


def report(results: dict[str, Measured], units: int) -> list[str]:
    """The table and the two aims."""
    lines = [f"{units} units × 4 quarters, {units * 4 * 200} cells", ""]
    lines += [f"{'':<44}{'seconds':>9}{'CPU s':>9}{'checks':>11}"]
    lines += [f"{TITLES[n]:<44}{r.seconds:>9.2f}{r.cpu_seconds:>9.2f}{r.rows:>11}" for n, r in results.items()]
    ours, theirs = results["arithmetic"], results["pandas"]
    return [
        *lines,
        "",
        f"all rules: {results['all'].seconds:.2f} s (aim: under {AIM_SECONDS:.0f})",
        f"pandas ÷ ours, arithmetic rules: {theirs.seconds / ours.seconds:.1f} in seconds, "
        f"{theirs.cpu_seconds / ours.cpu_seconds:.1f} in CPU (aim: at least {AIM_RATIO:.0f})",
    ]


def main() -> int:
    """Prints the table; ends with 1 where the two engines made different numbers of checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--measure", choices=list(RUNS), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure is not None:
        seconds, cpu, checks = RUNS[asked.measure](asked.units)
        print_measured(Measured(seconds, checks, cpu))
        return 0
    results = {name: measured_apart(name, asked.units) for name in RUNS}
    print("\n".join(report(results, asked.units)))
    return 0 if len({results[name].rows for name in ("arithmetic", "pandas", "pandas-folded")}) == 1 else 1


if __name__ == "__main__":
    raise SystemExit(main())
