"""Seeded defects: breaks clean reports in every way that a rule knows, and tells what was found, missed, and found wrongly.

    python -m benchmarks.seeded                        every way four times, 150 times three at once, 100 clean bodies
    python -m benchmarks.seeded --times 1 --threes 20  a quick look
    python -m benchmarks.seeded --seed 7               other bodies, other words, other cells

The clean reports have the published figures of ../shared/real, where that is there, and those of the example district; each is
drawn as a page, a Word document or a workbook, with the one of the year before, and read and judged as `zwgk check` does. Rules on
files, on quarters and on the 汇总 are seeded in workbooks that are collected as the office collects; those on the tasks of key points
have their own office (tests/spec/seeded/test_spoilt_tasks.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.spec.seeded.bases import CATALOG
from tests.spec.seeded.cases import Supply, clean, in_threes, one_at_a_time
from tests.spec.seeded.judging import Verdict, judge
from tests.spec.seeded.office import Outcome, collected, deliveries
from tests.spec.seeded.reports import Finding

TIMES, THREES, CLEAN, SEED = 4, 150, 100, 1


class Tally:
    """Counts by rule over cases: seeded, found, missed; false findings, apart for cases with nothing seeded."""

    def __init__(self) -> None:
        self.seeded: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.beside: Counter[str] = Counter()
        self.on_clean: Counter[str] = Counter()

    def add(self, seeded: Sequence[str], missed: frozenset[Finding], false: frozenset[Finding]) -> None:
        """Takes in one case: a rule has missed where anything that was expected of it is not found."""
        self.seeded.update(seeded)
        self.missed.update({finding.rule_id for finding in missed})
        (self.beside if seeded else self.on_clean).update(finding.rule_id for finding in false)

    def lines(self) -> Iterator[str]:
        """The table, rule by rule as declared, and its sums."""
        yield f"{'rule':<18}{'seeded':>8}{'found':>8}{'missed':>8}{'false beside':>14}{'false on clean':>16}"
        for rule_id in (rule.id for rule in CATALOG.rules):
            if any(counts[rule_id] for counts in self._columns()):
                yield self._line(rule_id, *(counts[rule_id] for counts in self._columns()))
        yield self._line("all", *(counts.total() for counts in self._columns()))

    def _columns(self) -> tuple[Counter[str], ...]:
        return self.seeded, self.missed, self.beside, self.on_clean

    @staticmethod
    def _line(name: str, seeded: int, missed: int, beside: int, on_clean: int) -> str:
        return f"{name:<18}{seeded:>8}{seeded - min(missed, seeded):>8}{missed:>8}{beside:>14}{on_clean:>16}"


def told(name: str, missed: frozenset[Finding], false: frozenset[Finding]) -> Iterator[str]:
    """A case that went wrong, so that it can be looked at."""
    if missed or false:
        yield f"{name}\n   missed {sorted(missed)}\n   false {sorted(false)}"


def main() -> int:
    """Prints the table; ends with 1 where anything was missed or found wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=TIMES, help="how often each way of breaking")
    parser.add_argument("--threes", type=int, default=THREES, help="how many cases broken in three ways at once")
    parser.add_argument("--clean", type=int, default=CLEAN, help="how many bodies with nothing broken")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    supply = Supply(asked.seed)
    cases = [*clean(supply, asked.clean), *one_at_a_time(supply, asked.times), *in_threes(supply, asked.threes)]
    verdicts: list[Verdict] = judge(cases)
    with tempfile.TemporaryDirectory(prefix="zwgk-seeded-") as folder:
        outcomes: list[Outcome] = collected(Path(folder) / "office", list(deliveries()))
    tally = Tally()
    for name, seeded, missed, false in (
        *((one.case.name, one.case.seeded, one.missed, one.false) for one in verdicts),
        *((one.delivery.key, one.delivery.seeded, one.missed, one.false) for one in outcomes),
    ):
        tally.add(seeded, missed, false)
        for line in told(name, missed, false):
            print(line, file=sys.stderr)
    reports = sum(len(case.reports) for case in cases)
    print(f"{len(cases)} cases of {reports} reports, {len(outcomes)} workbooks\n")
    print("\n".join(tally.lines()))
    return 0 if not (tally.missed or tally.beside or tally.on_clean) else 1


if __name__ == "__main__":
    raise SystemExit(main())
