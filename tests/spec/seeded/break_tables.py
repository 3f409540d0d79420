"""Breakers of what one table says by itself: sums, signs, words for numbers, labels, the form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.spec.seeded.bases import CATALOG
from tests.spec.seeded.breakers import breaks
from tests.spec.seeded.reports import Annual, Case, Shown, finds, need

APPLICANTS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org")
BLOCKS = ("review", "direct_suit", "suit_after_review")
RESULTS = tuple(
    dict.fromkeys(c.row for c in CATALOG.edition("2021").cells if c.role == "result" and not c.row.startswith("other."))
)
COUNTED = ("T2:penalty.decisions", "T2:coercion.decisions", "T2:licence.decisions")


def t3(row: str, column: str) -> str:
    return f"T3:{row}.{column}"


def _positive(report: Annual, rows: tuple[str, ...], chance: Random) -> tuple[str, str]:
    """A row and an applicant with at least one request there."""
    found = [(row, who) for row in rows for who in APPLICANTS if (report.number(t3(row, who)) or 0) > 0]
    need(bool(found))
    return chance.choice(found)


@breaks("T3-BALANCE", "T3")
def one_more_left_over(case: Case, chance: Random) -> Case:
    who = chance.choice(APPLICANTS)
    broken = case.changed(lambda report: report.adds(t3("carried_out", who), 1))
    return broken.expecting(finds("T3-BALANCE", t3("", who)), finds("T3-APPLICANT", t3("carried_out", "total")))


@breaks("T3-BALANCE", "T3")
def one_more_received(case: Case, chance: Random) -> Case:
    who = chance.choice(APPLICANTS)
    broken = case.changed(lambda report: report.adds(t3("new", who), 2).adds(t3("new", "total"), 2))
    return broken.expecting(finds("T3-BALANCE", t3("", who), t3("", "total")))


@breaks("T3-BALANCE", "T3")
def a_request_under_another_applicant(case: Case, chance: Random) -> Case:
    _, who = _positive(case.now, ("new",), chance)
    other = chance.choice([one for one in APPLICANTS if one != who])
    broken = case.changed(lambda report: report.adds(t3("new", who), -1).adds(t3("new", other), 1))
    return broken.expecting(finds("T3-BALANCE", t3("", who), t3("", other)))


@breaks("T3-RESULTS", "T3")
def one_result_more(case: Case, chance: Random) -> Case:
    who, row = chance.choice(APPLICANTS), chance.choice(RESULTS)
    need(case.now.number(t3("total", "total")) != 0)  # the text says nothing of the classes where there are none
    broken = case.changed(lambda report: report.adds(t3(row, who), 1).adds(t3(row, "total"), 1))
    sums = finds("T3-RESULTS", t3("total", who), t3("total", "total"))
    return broken.expecting(sums, finds("TEXT-PARTS"))


@breaks("T3-RESULTS", "T3")
def a_result_under_another_applicant(case: Case, chance: Random) -> Case:
    row, who = _positive(case.now, RESULTS, chance)
    other = chance.choice([one for one in APPLICANTS if one != who])
    broken = case.changed(lambda report: report.adds(t3(row, who), -1).adds(t3(row, other), 1))
    return broken.expecting(finds("T3-RESULTS", t3("total", who), t3("total", other)))


@breaks("T3-APPLICANT", "T3")
def two_totals_exchanged(case: Case, chance: Random) -> Case:
    taken, _ = _positive(case.now, RESULTS, chance)
    given = chance.choice([row for row in RESULTS if row != taken])
    broken = case.changed(lambda report: report.adds(t3(taken, "total"), -1).adds(t3(given, "total"), 1))
    return broken.expecting(finds("T3-APPLICANT", t3(taken, "total"), t3(given, "total")))


@breaks("T3-APPLICANT", "T3")
def totals_typed_over_in_two_flows(case: Case, chance: Random) -> Case:
    broken = case.changed(lambda report: report.adds(t3("new", "total"), 3).adds(t3("carried_out", "total"), 3))
    return broken.expecting(finds("T3-APPLICANT", t3("new", "total"), t3("carried_out", "total")))


@breaks("T4-TOTAL", "T4")
def a_total_typed_over(case: Case, chance: Random) -> Case:
    block = chance.choice(("review", "suit_after_review"))
    broken = case.changed(lambda report: report.adds(f"T4:{block}.total", 1))
    return broken.expecting(finds("T4-TOTAL", f"T4:{block}.total"))


@breaks("T4-TOTAL", "T4")
def a_total_left_at_nought(case: Case, chance: Random) -> Case:
    need(case.before.number("T4:suit_after_review.pending") == 0)
    ends = {f"T4:suit_after_review.{end}": Decimal(0) for end in ("corrected", "other", "pending", "total")}
    broken = case.changed(lambda report: report.shows({**ends, "T4:suit_after_review.upheld": Decimal(5)}))
    return broken.expecting(finds("T4-TOTAL", "T4:suit_after_review.total"))


@breaks("T2-COMPETENCE", "T2")
def regulations_of_a_district(case: Case, chance: Random) -> Case:
    broken = case.changed(lambda report: report.adds("T2:regulation.in_force", 6))
    cell = "T2:regulation.in_force"
    return broken.expecting(finds("T2-COMPETENCE", cell), finds("T2-STOCK", cell))


@breaks("T2-COMPETENCE", "T2")
def documents_in_the_row_of_regulations(case: Case, chance: Random) -> Case:
    cells = [f"T2:regulation.{column}" for column in ("made", "in_force")]
    broken = case.changed(lambda report: report.shows(dict.fromkeys(cells, Decimal(1))))
    return broken.expecting(finds("T2-COMPETENCE", *cells))


@breaks("TYPE-INTEGER", "T2")
def half_a_decision(case: Case, chance: Random) -> Case:
    cell = chance.choice(COUNTED)
    return _shown(case, cell, (case.now.number(cell) or 0) + Decimal("0.5"), "TYPE-INTEGER")


@breaks("TYPE-INTEGER", "T3")
def half_a_request(case: Case, chance: Random) -> Case:
    cells = [t3(row, who) for row in ("new", "carried_out") for who in ("business", "total")]
    broken = case
    for cell in cells:
        broken = broken.changed(lambda report, cell=cell: report.adds(cell, Decimal("0.5")))  # type: ignore[misc]
    return broken.expecting(finds("TYPE-INTEGER", *cells))


@breaks("TYPE-NEGATIVE", "T2")
def fewer_than_none(case: Case, chance: Random) -> Case:
    before = case.before.number("T2:coercion.decisions")
    need(before is not None and before < 400)
    return _shown(case, "T2:coercion.decisions", Decimal(-3), "TYPE-NEGATIVE")


@breaks("TYPE-NEGATIVE", "T4")
def a_case_taken_back(case: Case, chance: Random) -> Case:
    cell = "T4:review.other"
    upheld = (case.now.number("T4:review.upheld") or Decimal(0)) + (case.now.number(cell) or 0) + 1
    broken = case.changed(lambda report: report.shows({cell: Decimal(-1), "T4:review.upheld": upheld}))
    return broken.expecting(finds("TYPE-NEGATIVE", cell))


@breaks("TYPE-NUMBER", "T2")
def words_for_a_number(case: Case, chance: Random) -> Case:
    return _shown(case, chance.choice(COUNTED), chance.choice(["约三十", "见附件", "12起左右"]), "TYPE-NUMBER")


@breaks("TYPE-NUMBER", "T3")
def words_among_the_results(case: Case, chance: Random) -> Case:
    return _shown(case, t3(chance.choice(RESULTS), chance.choice(APPLICANTS)), "详见说明", "TYPE-NUMBER")


@breaks("TYPE-FORMULA", "T2")
def a_reference_that_is_lost(case: Case, chance: Random) -> Case:
    return _shown(case, chance.choice(COUNTED), chance.choice(["#REF!", "#DIV/0!"]), "TYPE-FORMULA")


@breaks("TYPE-FORMULA", "T4")
def a_total_that_is_an_error(case: Case, chance: Random) -> Case:
    return _shown(case, f"T4:{chance.choice(BLOCKS)}.total", "#VALUE!", "TYPE-FORMULA")


@breaks("FILE-LABEL", "T2")
def a_row_misspelt(case: Case, chance: Random) -> Case:
    broken = case.changed(lambda report: _relabels(report, "行政处罚", "行政处訓"))
    return broken.expecting(finds("FILE-LABEL"))


@breaks("FILE-LABEL", "T3")
def a_row_renamed(case: Case, chance: Random) -> Case:
    """The row is read as none: its figures count nowhere, so that nothing can be added up."""
    broken = case.changed(lambda report: _relabels(report, "2.重复申请", "2.多次来访事项"))
    return broken.expecting(finds("FILE-LABEL"))


@breaks("FILE-COMPLETE", "T2 T3 T4 text")
def nothing_filled_in(case: Case, chance: Random) -> Case:
    blank: dict[str, Shown] = dict.fromkeys(case.now.figures)
    return case.changed(lambda report: report.shows(blank)).expecting(finds("FILE-COMPLETE"))


@breaks("FORM-EDITION", "T2 T3 T4 form")
def the_form_of_former_years(case: Case, chance: Random) -> Case:
    need(not case.now.is_merged)
    return case.changed(_on_the_former_form).expecting(finds("FORM-EDITION"))


def _shown(case: Case, cell: str, value: Shown, rule_id: str) -> Case:
    return case.changed(lambda report: report.shows({cell: value})).expecting(finds(rule_id, cell))


def _relabels(report: Annual, label: str, printed: str) -> Annual:
    return replace(report, relabelled={**report.relabelled, label: printed})


def _on_the_former_form(report: Annual) -> Annual:
    """The same figures on the form of 2019: one row for （六）, and a second table of other columns."""
    edition = CATALOG.edition("2019")
    rows = ("no_correction", "fee_unpaid", "other")
    figures: dict[str, Shown] = {code: Decimal(0) for code in edition.by_code}
    figures |= {code: value for code, value in report.figures.items() if code in figures}
    for who in (*APPLICANTS, "total"):
        figures[t3("other", who)] = sum(
            (report.number(t3(f"other.{row}", who)) or Decimal(0) for row in rows), Decimal(0)
        )
    return replace(report, edition="2019", figures=figures)
