"""Breakers of what two years of one body say to each other, and of what is plausible."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.spec.seeded.break_tables import APPLICANTS, BLOCKS, t3
from tests.spec.seeded.breakers import breaks
from tests.spec.seeded.reports import Annual, Case, Finding, finds, need

STOCK = "T2:normative_document.in_force"
LICENCES, FEE = "T2:licence.decisions", "T2:fee.amount_wan"
FLOWS = 6


def figure(report: Annual, code: str) -> Decimal:
    """A figure that must be there for the breaker to apply."""
    value = report.number(code)
    need(value is not None)
    return value or Decimal(0)


@breaks("CARRY-OVER", "T3")
def one_request_less_carried_in(case: Case, chance: Random) -> Case:
    """What is missing was counted as new: every sum of the year holds."""
    who = chance.choice(APPLICANTS)
    more = 1 if figure(case.now, t3("carried_in", who)) == 0 else -1
    need(figure(case.now, t3("new", who)) >= more)
    broken = case
    for column in (who, "total"):
        broken = broken.changed(lambda r, c=column: r.adds(t3("carried_in", c), more).adds(t3("new", c), -more))  # type: ignore[misc]
    return broken.expecting(finds("CARRY-OVER", t3("carried_in", who), t3("carried_in", "total")))


@breaks("T2-STOCK", "T2")
def documents_that_came_from_nowhere(case: Case, chance: Random) -> Case:
    broken = case.changed(lambda report: report.adds(STOCK, 3))
    return broken.expecting(finds("T2-STOCK", STOCK))


@breaks("T2-STOCK", "T2")
def a_document_made_and_not_added(case: Case, chance: Random) -> Case:
    broken = case.changed(lambda report: report.adds("T2:normative_document.made", 1))
    return broken.expecting(finds("T2-STOCK", STOCK))


@breaks("DISPUTE-VOLUME", "T4")
def more_disputes_than_requests(case: Case, chance: Random) -> Case:
    requests = figure(case.now, t3("new", "total")) + figure(case.now, t3("carried_in", "total"))
    more = requests * 2 + 3

    def sued(report: Annual) -> Annual:
        return report.adds("T4:review.upheld", more).adds("T4:review.total", more)

    return case.changed(sued).expecting(finds("DISPUTE-VOLUME", "T4:review.total"))


@breaks("PLAUSIBLE-CHANGE", "T2")
def a_digit_too_many(case: Case, chance: Random) -> Case:
    wrong = figure(case.before, LICENCES) * 25 + 700
    return case.changed(lambda report: report.shows({LICENCES: wrong})).expecting(finds("PLAUSIBLE-CHANGE", LICENCES))


@breaks("PLAUSIBLE-CHANGE", "T2")
def yuan_in_the_place_of_ten_thousands(case: Case, chance: Random) -> Case:
    fee, former = figure(case.now, FEE), figure(case.before, FEE)
    need(fee > 0 and former > 0 and fee * 200 > former)
    wrong = case.changed(lambda report: report.shows({FEE: fee * 10000}))
    return wrong.expecting(finds("PLAUSIBLE-CHANGE", FEE))


@breaks("PLAUSIBLE-CHANGE", "T3")
def six_times_the_requests(case: Case, chance: Random) -> Case:
    """New, answered, granted: all sums hold, and the figures are those of a city."""
    more = figure(case.before, t3("new", "total")) * 6 + figure(case.before, t3("total", "total")) * 6 + 100
    broken = case
    for cell in (t3(row, who) for row in ("new", "granted", "total") for who in ("natural_person", "total")):
        broken = broken.changed(lambda report, cell=cell: report.adds(cell, more))  # type: ignore[misc]
    return broken.expecting(finds("PLAUSIBLE-CHANGE", t3("new", "total"), t3("total", "total")))


@breaks("REPEATED-FIGURES", "T2 T3 T4 change")
def last_year_sent_again(case: Case, chance: Random) -> Case:
    """What was carried out is not what the copy carries in, where the two differ; the stock grows by what was made once more."""
    need(not case.expected)
    flows = [code for code, value in case.before.figures.items() if value and not code.startswith(_STANDING)]
    need(len(flows) >= FLOWS)
    broken = replace(case, reports={**case.reports, "now": replace(case.now, figures=case.before.figures)})
    return broken.expecting(finds("REPEATED-FIGURES"), _not_carried(case.before), _not_in_stock(case.before))


_STANDING = ("T3:carried_in", "T3:carried_out", STOCK)


def _not_carried(year: Annual) -> frozenset[Finding]:
    wrong = [
        t3("carried_in", who)
        for who in (*APPLICANTS, "total")
        if year.number(t3("carried_in", who)) != year.number(t3("carried_out", who))
    ]
    return finds("CARRY-OVER", *wrong) if wrong else frozenset()


def _not_in_stock(year: Annual) -> frozenset[Finding]:
    made, repealed = (figure(year, f"T2:normative_document.{column}") for column in ("made", "repealed"))
    return finds("T2-STOCK", STOCK) if made != repealed else frozenset()


@breaks("PENDING-RETURNS", "T4 T4before")
def open_cases_that_vanish(case: Case, chance: Random) -> Case:
    block = chance.choice(BLOCKS[:2])
    open_cases = figure(case.now, f"T4:{block}.total") + 2

    def still_open(report: Annual) -> Annual:
        return report.adds(f"T4:{block}.pending", open_cases).adds(f"T4:{block}.total", open_cases)

    need(_requests(case.before) > _disputes(case.before) + open_cases)
    return case.changed(still_open, "before").expecting(finds("PENDING-RETURNS", f"T4:{block}.total"))


@breaks("DIRECT-SUIT", "T4 T4before")
def more_suits_without_a_review(case: Case, chance: Random) -> Case:
    need(case.now.year >= 2024)
    more = figure(case.before, "T4:direct_suit.total") - figure(case.now, "T4:direct_suit.total") + 3
    need(more > 0 and _requests(case.now) > _disputes(case.now) + more)

    def sued(report: Annual) -> Annual:
        return report.adds("T4:direct_suit.upheld", more).adds("T4:direct_suit.total", more)

    return case.changed(sued).expecting(finds("DIRECT-SUIT", "T4:direct_suit.total"))


def _requests(report: Annual) -> Decimal:
    return figure(report, t3("new", "total")) + figure(report, t3("carried_in", "total"))


def _disputes(report: Annual) -> Decimal:
    return sum((figure(report, f"T4:{block}.total") for block in BLOCKS), Decimal(0))
