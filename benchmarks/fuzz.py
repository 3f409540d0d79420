"""Readers fuzzed for a bounded time: workbooks, reports, key points, a portal's answers, an office's own files.

    python -m benchmarks.fuzz                              every reader, a minute in all
    python -m benchmarks.fuzz --seconds 3600 --seed 7      longer, other cases
    python -m benchmarks.fuzz --subject "key points"       one reader (--list names them)
    python -m benchmarks.fuzz --subject "key points" --case 12      one case again, with its traceback
    python -m benchmarks.fuzz --subject "key points" --guided       steered by coverage, where atheris is installed

Cases are changed in what they mean (labels, figures, rows, tables, lines, tags, declared values), not only in their bytes. Each is
read in a bounded child: no crash, no hang above 10 seconds, at most 1 GiB, only declared refusals, the same outcome twice, and every
figure the one that was written. Ends with 1 where one came to anything else. atheris needs an environment of its own:

    python3.11 -m venv FUZZ && FUZZ/bin/pip install atheris
    PYTHONPATH=.venv/lib/python3.11/site-packages FUZZ/bin/python -m benchmarks.fuzz --subject "key points" --guided
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, cycle
from pathlib import Path

_LONGEST_SECONDS, _MOST_MB = 10, 2048
_CHOICES = ("-max_len=400", "-len_control=0")  # few bytes are few choices


def fuzz_by_chance(names: Sequence[str], seconds: float, seed: int) -> bool:
    """Every reader by turns until the time is over; prints what came of it, and whether nothing came that may not."""
    from tests.hostile.fuzz.trying import NEVER, Case, Tried, tried

    def cases() -> Iterator[Case]:
        for number, name in zip(count(seed * 1_000_000), cycle(names), strict=False):
            if time.monotonic() > end:
                return
            yield Case(name, number)

    end = time.monotonic() + seconds
    ends: dict[str, Counter[str]] = {name: Counter() for name in names}
    slowest: dict[str, Tried] = {}
    bad: dict[str, Tried] = {}
    for one in tried(cases()):
        name = one.case.subject
        ends[name][one.outcome] += 1
        slowest[name] = max(slowest.get(name, one), one, key=lambda each: each.seconds)
        if one.outcome in NEVER and bad.setdefault(f"{name} {one.outcome} {one.place}", one) is one:
            print(f"{one.outcome}: --subject '{name}' --case {one.case.chance!r}\n{one.detail[-1500:]}", flush=True)
    print(f"{'reader':<28}{'cases':>7}{'slowest s':>11}  outcomes")
    for name, counted in ends.items():
        told = ", ".join(f"{outcome} {number}" for outcome, number in counted.most_common(9))
        print(f"{name:<28}{counted.total():>7}{slowest[name].seconds if name in slowest else 0:>11.2f}  {told}")
    print(f"{sum(map(Counter.total, ends.values()))} cases, {len(bad)} kinds of faults")
    return not bad


def fuzz_guided(name: str, seconds: float, corpus: Path | None) -> None:
    """libFuzzer's loop over one reader, its choices taken from the bytes. It stops at the first fault, and writes these bytes down."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["transforms", "warehouse", "flows"]):
        subjects = importlib.import_module("tests.hostile.fuzz.subjects")
        chance = importlib.import_module("tests.hostile.fuzz.chance")
    subject = subjects.SUBJECTS[name]
    given = [
        f"-max_total_time={seconds:.0f}",
        f"-timeout={_LONGEST_SECONDS}",
        f"-rss_limit_mb={_MOST_MB}",
        *_CHOICES,
    ]
    folders = [] if corpus is None else [str(corpus)]
    atheris.Setup([sys.argv[0], *given, *folders], lambda content: subject.outcome(chance.GivenBytes(content)))
    atheris.Fuzz()


def again(name: str, case: str) -> None:
    """One case in this process: a seed, or the file of bytes that a guided run wrote. Whatever it raises is seen."""
    from random import Random

    from tests.hostile.fuzz.chance import GivenBytes
    from tests.hostile.fuzz.subjects import SUBJECTS

    chance = Random(int(case)) if case.isdigit() else GivenBytes(Path(case).read_bytes())
    print(SUBJECTS[name].outcome(chance))


def main() -> int:
    """Prints what came of each reader; ends with 1 where anything came that may not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--subject", action="append", help="a reader by name; may be given more than once")
    parser.add_argument("--case", help="one case again: a seed, or a file of bytes")
    parser.add_argument("--guided", action="store_true", help="steered by coverage, with atheris; one reader")
    parser.add_argument("--corpus", type=Path, help="folder in which a guided run keeps its inputs")
    parser.add_argument("--list", action="store_true", help="the readers")
    asked = parser.parse_args()
    if asked.guided:
        if importlib.util.find_spec("atheris") is None or not asked.subject:
            parser.error("--guided needs atheris (see above) and one --subject")
        fuzz_guided(asked.subject[0], asked.seconds, asked.corpus)
        return 0
    from tests.hostile.fuzz.subjects import SUBJECTS

    if asked.list:
        print("\n".join(SUBJECTS))
        return 0
    if asked.case is not None:
        again((asked.subject or parser.error("--case needs its --subject"))[0], asked.case)
        return 0
    return 0 if fuzz_by_chance(asked.subject or list(SUBJECTS), asked.seconds, asked.seed) else 1


if __name__ == "__main__":
    raise SystemExit(main())
