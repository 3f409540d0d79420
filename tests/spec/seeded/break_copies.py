"""Breakers across reports: text of another body, text of last year, a telephone that is another body's."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.spec.seeded.breakers import breaks
from tests.spec.seeded.reports import BEFORE, BESIDE, Annual, Case, Finding, finds

NEIGHBOUR = "教育局"


def _beside(case: Case, seed: str | None = None, phone: str | None = None) -> Annual:
    """A report of a neighbour for the year before, in its own words and with its own telephone unless given."""
    unit, own_phone = case.now.unit[:3] + NEIGHBOUR, f"7{case.now.phone[1:]}"
    return replace(case.before, unit=unit, phone=phone or own_phone, seed=seed or f"{unit}/{case.now.seed}")


@breaks("TEXT-COPY-UNIT", "work beside")
def words_of_another_body(case: Case, chance: Random) -> Case:
    reports = {**case.reports, BESIDE: _beside(case, seed=case.now.seed)}
    return replace(case, reports=reports).expecting(finds("TEXT-COPY-UNIT"), _known_beside(case))


@breaks("TEXT-COPY-YEAR", "work")
def words_of_last_year(case: Case, chance: Random) -> Case:
    copied = case.changed(lambda report: replace(report, seed=case.before.seed))
    return copied.expecting(finds("TEXT-COPY-YEAR"))


@breaks("TEXT-CONTACT", "contact beside")
def the_telephone_of_another_body(case: Case, chance: Random) -> Case:
    """Nobody can tell whose it is: both are asked, this body in both its reports."""
    beside = _beside(case, phone=case.now.phone)
    found = [finds("TEXT-CONTACT", report=report) for report in case.reports] + [finds("TEXT-CONTACT", report=BESIDE)]
    return replace(case, reports={**case.reports, BESIDE: beside}).expecting(*found, _known_beside(case))


def _known_beside(case: Case) -> frozenset[Finding]:
    """What is wrong with the figures of the year before is wrong with the report that has the same."""
    return frozenset(replace(finding, report=BESIDE) for finding in case.expected if finding.report == BEFORE)
