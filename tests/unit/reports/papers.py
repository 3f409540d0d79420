"""Statements to write documents from: the balanced figures of DOMAIN §1.5, and what is changed in them a test at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from reports.statement import AnnualReport, Coverage, QuarterReport, ReturnedLine, Statement, UnitLine
from warehouse.catalog.catalog import load_catalog
from warehouse.catalog.period import Period

CATALOG = load_catalog()
APPLICANTS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org")
RESULTS = ("upheld", "corrected", "other", "pending")
HOSTILE = "<img src=x onerror=alert(1)>\x07\u202e{publisher}"

REQUESTS = {  # 14069 + 560 = 14629 = 13810 + 819
    "new": (13612, 252, 0, 45, 128, 32),
    "carried_in": (535, 6, 0, 1, 18, 0),
    "granted": (6364, 152, 0, 24, 61, 19),
    "partly_granted": (1200, 20, 0, 0, 10, 0),
    "refused.state_secret": (20, 0, 0, 0, 0, 0),
    "refused.third_party": (500, 10, 0, 5, 10, 0),
    "unavailable.not_held": (4480, 60, 0, 10, 30, 10),
    "not_processed.repeated": (800, 10, 0, 5, 10, 0),
    "total": (13364, 252, 0, 44, 121, 29),
    "carried_out": (783, 6, 0, 2, 25, 3),
}
DISPUTES = {"review": (376, 97, 196, 121), "direct_suit": (16, 1, 12, 27), "suit_after_review": (74, 1, 30, 51)}
PROACTIVE = {
    "normative_document.made": "31",
    "normative_document.repealed": "12",
    "normative_document.in_force": "431",
    "licence.decisions": "1234567",
    "penalty.decisions": "204991",
    "coercion.decisions": "5",
    "fee.amount_wan": "7730.280",
}


def city_values() -> dict[str, Decimal | None]:
    """All 200 cells, every identity kept."""
    values: dict[str, Decimal | None] = {code: Decimal(0) for code in CATALOG.edition("2021").by_code}
    for row, counts in REQUESTS.items():
        for column, count in zip((*APPLICANTS, "total"), (*counts, sum(counts)), strict=True):
            values[f"T3:{row}.{column}"] = Decimal(count)
    for row, counts4 in DISPUTES.items():
        for column, count in zip((*RESULTS, "total"), (*counts4, sum(counts4)), strict=True):
            values[f"T4:{row}.{column}"] = Decimal(count)
    return values | {f"T2:{code}": Decimal(text) for code, text in PROACTIVE.items()}


def zero_values() -> dict[str, Decimal | None]:
    """A year in which nothing happened, and the unit said so."""
    return {code: Decimal(0) for code in CATALOG.edition("2021").by_code}


def statement(
    values: Mapping[str, Decimal | None], period: str = "2025", scope: str = "own", name: str = "云江区人民政府"
) -> Statement:
    return Statement("yunjiang", name, Period.parse(period), scope, "2021", values)


def annual(
    values: Mapping[str, Decimal | None],
    former: Mapping[str, Decimal | None] | None = None,
    coverage: Coverage | None = None,
    name: str = "云江区人民政府",
    published_on: date | None = None,
) -> AnnualReport:
    scope = "own" if coverage is None else "aggregate"
    previous = None if former is None else statement(former, "2024", scope, name)
    return AnnualReport(statement(values, "2025", scope, name), previous, coverage, "云江区", published_on)


def quarter(name: str = "云江区司法局", reason: str = "“自然人”列：相差 1。") -> QuarterReport:
    """Two units of which one is missing; the year to date has twice the quarter's new requests."""
    values = city_values()
    to_date = values | {"T3:new.total": Decimal(28138)}
    lines = (
        UnitLine("justice", name, "部门", values, to_date, "accepted"),
        UnitLine("yunxi_town", "云江区云溪镇人民政府", "街镇", {}, {}, "未报"),
    )
    return QuarterReport(
        district_name="云江区",
        period=Period(2025, 2),
        quarter=statement(values, "2025Q2", "aggregate"),
        year_to_date=statement(to_date, "2025Q2", "aggregate"),
        lines=lines,
        coverage=Coverage(3, 2, 1, 1, ("云江区云溪镇人民政府",), (name,), ("云江区体育局",)),
        returned=(ReturnedLine(name, "secret-name.xlsx", (reason, "总计不符。")),),
    )
