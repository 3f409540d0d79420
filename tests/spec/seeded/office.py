"""A district in which some files are spoilt: collected as the office collects, and what it finds compared with what was spoilt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from flows.steps.collect import collect
from tests.spec.seeded.deliveries import (
    Q1,
    Q2,
    Q3,
    Q4,
    WORDS,
    Delivery,
    answers,
    delivery,
    fetches,
    hides,
    loses,
    rolled_up,
    spoilt,
    types_over,
)
from tests.spec.seeded.reports import Finding, finds
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import Workspace

AT = datetime(2026, 1, 20, 9)
WHO = "T3:{}.natural_person"
ALL = "T3:{}.total"
MEMBERS = ("finance", "education", "commerce")
FEES = "T2:fee.amount_wan"
_FOUND = """
    SELECT r.file_name, c.unit_code, c.period, v.rule_id, v.table_code, v.row_code, v.column_code
    FROM dq_violation v
    JOIN raw_receipt r ON r.submission_id = v.submission_id
    JOIN core_receipt c ON c.submission_id = v.submission_id
"""


def deliveries() -> Iterator[Delivery]:
    """Every file of the year: those of clean units, and one broken in each way that a rule on workbooks knows."""
    yield from _files()
    yield from _cells()
    yield from _quarters()
    yield from _together()


def _files() -> Iterator[Delivery]:
    sent = delivery("science", Q1)
    yield sent.breaks("FILE-READABLE", changes=(spoilt("truncated"),))
    sent = delivery("justice", Q1)
    yield sent.breaks("FILE-READABLE", changes=(spoilt("web_page"),))
    sent = delivery("civil_affairs", Q1)
    yield sent.breaks("FILE-IDENTITY", changes=(answers(WORDS.cover.unit, "云江区教育局"),))
    sent = delivery("water", Q1)
    yield sent.breaks("FILE-IDENTITY", changes=(answers(WORDS.cover.period, "2025年第二季度"),))
    yield delivery("transport", Q1).breaks("FILE-NAME", name="2025年第一季度云江区财政局报表.xlsx")
    yield delivery("health", Q1).breaks("FILE-NAME", name="2025年第三季度云江区卫生健康委员会.xlsx")
    yield delivery("agriculture", Q1).breaks("FILE-TABLES", changes=(loses(WORDS.sheets.of_table("T4")),))
    yield _renamed(delivery("construction", Q1))
    yield delivery("human_resources", Q1).breaks("FILE-COMPLETE", is_blank=True)
    yield delivery("statistics", Q1).breaks("FILE-HIDDEN", changes=(hides(WORDS.sheets.of_table("T3"), "2.重复申请"),))
    yield delivery("sports", Q1).breaks("FILE-FETCHED", changes=(fetches,))


def _renamed(sent: Delivery) -> Delivery:
    """A row under another name: the label is strange, and the table lacks the row."""
    renamed = types_over(WORDS.sheets.of_table("T3"), "2.重复申请", "2.多次来访事项")
    broken = sent.breaks("FILE-LABEL", changes=(renamed,))
    return replace(broken, expected=broken.expected | finds("FILE-TABLES", report=sent.key))


def _cells() -> Iterator[Delivery]:
    yield delivery("culture_tourism", Q1).breaks(
        "TYPE-FORMULA", ALL.format("total"), changes=(spoilt("formula_without_value"),)
    )
    yield delivery("audit", Q1).breaks("TYPE-NUMBER", WHO.format("new"), changes=(spoilt("number_in_words"),))
    sent = delivery("market_regulation", Q1)
    yield sent.breaks(
        "T3-BALANCE", "T3:.natural_person", "T3:.total", figures=sent.adds(WHO.format("new"), ALL.format("new"))
    )


def _quarters() -> Iterator[Delivery]:
    """What was carried out and what is carried in; a year against its quarters; a 汇总 against its units."""
    for unit in MEMBERS:
        yield from (delivery(unit, quarter) for quarter in (Q1, Q2, Q3, Q4))
    yield delivery("housing", Q1)
    sent = delivery("housing", Q2)
    more = sent.adds(*(line.format("carried_in") for line in (WHO, ALL)))
    more |= {line.format("new"): sent.figures[line.format("new")] - 1 for line in (WHO, ALL)}
    yield sent.breaks("PERIOD-CHAIN", *(line.format("carried_in") for line in (WHO, ALL)), figures=more)
    year = delivery("finance", Period(Q1.year))
    yield year.breaks("QUARTERS-ANNUAL", "T2:licence.decisions", figures=year.adds("T2:licence.decisions", by=5))
    yield delivery("education", Period(Q1.year))
    whole = rolled_up(MEMBERS, Q3)
    yield whole.breaks("ROLL-UP", "T2:penalty.decisions", figures=whole.adds("T2:penalty.decisions", by=2))
    yield rolled_up(MEMBERS, Q4)


def _together() -> Iterator[Delivery]:
    """Three at once: a wrong name, a row renamed, a sum typed over."""
    sent = _renamed(delivery("urban_enforcement", Q1))
    sent = sent.breaks("FILE-NAME", name="2025年第一季度云江区审计局报送.xlsx")
    yield sent.breaks("T4-TOTAL", "T4:review.total", figures=sent.adds("T4:review.total"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: what was expected and not found, and what was found though nothing was wrong there."""

    delivery: Delivery
    missed: frozenset[Finding]
    false: frozenset[Finding]


def collected(root: Path, sent: Sequence[Delivery]) -> list[Outcome]:
    """Collects all files at once into a fresh workspace, and compares."""
    workspace = Workspace.create(root)
    for one in sent:
        (workspace.inbox / one.file_name).write_bytes(one.content())
    summary = collect(workspace, as_of=AT)
    assert not summary.errors, summary.errors
    with open_store(workspace.database) as store:
        rows = store.rows(_FOUND)
    keys = {one.file_name: one.key for one in sent}
    found = {
        Finding(
            keys[row["file_name"]], row["rule_id"], *(row[f"{axis}_code"] or "" for axis in ("table", "row", "column"))
        )
        for row in rows
    }
    return [
        Outcome(one, one.expected - found, frozenset(f for f in found - one.expected if f.report == one.key))
        for one in sent
    ]
