"""Judges cases as `zwgk check` does, all in one batch, and compares what is found with what was broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.check.batch import open_batch
from flows.steps.check.files import GivenReport
from flows.steps.check.reports import CheckedReport, check_reports
from tests.spec.seeded.bases import CATALOG
from tests.spec.seeded.drawing import SHAPES
from tests.spec.seeded.reports import Case, Finding
from transforms.report.reading import read_report

SLOW, SELDOM = "report.docx", 40  # a second a document to write, so that few are
FAST = [name for name in SHAPES if name != SLOW]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was expected of a case and not found, and what was found though nobody broke it."""

    case: Case
    missed: frozenset[Finding]
    false: frozenset[Finding]


def judge(cases: Sequence[Case]) -> list[Verdict]:
    """Draws, reads and judges every report of the cases."""
    given = list(_given(cases))
    with open_batch(CATALOG) as store:
        checked = check_reports(store, [report for _, report in given], CATALOG)
    assert not checked.faults, checked.faults
    found: dict[int, set[Finding]] = {number: set() for number in range(len(cases))}
    for (number, _), report in zip(given, checked.reports, strict=True):
        found[number] |= set(_found(report))
    return [
        Verdict(case, case.expected - found[number], frozenset(found[number]) - case.expected)
        for number, case in enumerate(cases)
    ]


def _given(cases: Sequence[Case]) -> Iterator[tuple[int, GivenReport]]:
    for number, case in enumerate(cases):
        name = SLOW if number % SELDOM == SELDOM - 1 else FAST[number % len(FAST)]
        draw = SHAPES[name]
        for key, report in case.reports.items():
            path = f"{key}/{number}.{name}"
            yield number, GivenReport(path, read_report(draw(report), path.rpartition("/")[2], CATALOG))


def _found(report: CheckedReport) -> Iterator[Finding]:
    assert report.error is None, (report.path, report.error)
    key = report.path.partition("/")[0]
    for one in report.findings:
        yield Finding(key, one.rule_id, one.table or "", one.row or "", one.column or "")
