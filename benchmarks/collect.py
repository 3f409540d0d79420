"""Workbooks from inbox to core tables, against the bare read and against a plain script, in one run on one machine.

    python -m benchmarks.collect                    1,700 workbooks: a city
    python -m benchmarks.collect --units 200        a quick look
    python -m benchmarks.collect --keep FOLDER      keeps what was generated, and uses it again

The pipeline lands, reads in child processes, checks every rule and writes ledger, findings and core cells. The two it is
measured against read and insert the same statutory cells, and check nothing.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Measured, measured, measured_apart, print_measured

UNITS, SCRIPT_SAMPLE = 1700, 100
CELLS = 200  # of each workbook: 10 of T2, 175 of T3, 15 of T4
AIM_BARE, AIM_SCRIPT = 3.0, 15.0


def collect_inbox(root: Path) -> int:
    """What is measured: `collect` on a fresh workspace as the command runs it, imports included. Gives the rows of core_cell."""
    from flows.cli.startup import start_lightly

    start_lightly()
    from flows.steps.collect import collect
    from warehouse.store import open_store
    from warehouse.workspace import Workspace

    workspace = Workspace.open(root)
    summary = collect(workspace)
    print(
        f"{summary.received} received, {summary.read} read, {summary.statuses}, errors {summary.errors}",
        file=sys.stderr,
    )
    with open_store(workspace.database) as store:
        return int(store.rows("SELECT count(*) AS n FROM core_cell")[0]["n"])


def prepare(folder: Path, units: int) -> Path:
    """A workspace with a register of `units` units and their workbooks in its inbox; one that is there is used again."""
    from benchmarks.inbox import write_inbox, write_register
    from warehouse.workspace import Workspace

    root = folder / f"units{units}"
    root.mkdir(parents=True, exist_ok=True)
    for derived in (path for path in root.iterdir() if path.name not in ("inbox", "units.csv")):
        shutil.rmtree(derived) if derived.is_dir() else derived.unlink()
    workspace = Workspace.create(root)
    if len(list(workspace.inbox.glob("*.xlsx"))) != units:
        write_register(workspace.register_path, units)
        write_inbox(workspace.inbox, workspace.register_path)
    return root


def compare(root: Path, units: int) -> list[tuple[str, Measured, str]]:
    """Runs the three, each in a process of its own: (what, measured, remark)."""
    scratch = Path(tempfile.mkdtemp(prefix="zwgk-bench-"))
    sample = min(SCRIPT_SAMPLE, units)
    (scratch / "sample").mkdir()
    for file in sorted((root / "inbox").glob("*.xlsx"))[:sample]:
        (scratch / "sample" / file.name).symlink_to(file.resolve())
    bare = measured_apart("benchmarks.plain", "bare", str(root / "inbox"), str(scratch / "bare.duckdb"))
    script = measured_apart("benchmarks.plain", "script", str(scratch / "sample"), str(scratch / "script.duckdb"))
    ours = measured_apart("benchmarks.collect", "--measure", str(root))
    shutil.rmtree(scratch)
    return [
        ("bare read, frame, insert", bare, ""),
        (
            "openpyxl + pandas script",
            script.scaled(units / sample),
            f"{sample} files, scaled" if sample < units else "",
        ),
        ("zwgk collect", ours, ""),
    ]


def report(results: list[tuple[str, Measured, str]], units: int) -> list[str]:
    """The table, the two ratios, and whether all three wrote the same number of cells."""
    (_, bare, _), (_, script, _), (_, ours, _) = results
    lines = [f"{units} workbooks, {units * CELLS} statutory cells", ""]
    lines += [f"{'':<26}{'seconds':>9}{'ms/file':>9}{'CPU s':>9}{'cells':>9}{'peak MB':>9}"]
    for what, one, remark in results:
        figures = f"{one.seconds:>9.2f}{1000 * one.seconds / units:>9.2f}{one.cpu_seconds:>9.2f}{one.rows:>9}{one.peak_mb:>9.0f}"
        lines.append(f"{what:<26}{figures}  {remark}")
    return [
        *lines,
        "",
        f"{'':<18}{'seconds':>8}{'CPU':>8}",
        f"zwgk / bare read  {_ratios(ours, bare)}   (aim: at most {AIM_BARE:.0f})",
        f"script / zwgk     {_ratios(script, ours)}   (aim: at least {AIM_SCRIPT:.0f})",
    ]


def _ratios(one: Measured, other: Measured) -> str:
    return f"{one.seconds / other.seconds:>8.2f}{one.cpu_seconds / other.cpu_seconds:>8.2f}"


def main() -> int:
    """Prints the table; ends with 1 where the three did not write the same cells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--keep", type=Path, help="folder to generate into and to keep")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure is not None:
        print_measured(measured(lambda: collect_inbox(asked.measure)))
        return 0
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="zwgk-bench-"))
    try:
        results = compare(prepare(folder, asked.units), asked.units)
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)
    print("\n".join(report(results, asked.units)))
    return 0 if {one.rows for _, one, _ in results} == {asked.units * CELLS} else 1


if __name__ == "__main__":
    raise SystemExit(main())
