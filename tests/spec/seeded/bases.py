"""Clean cases: the published figures that are clean, and every unit of the example district with its two whole years."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from flows.demo.figures import District, draw_district
from tests.spec.seeded.reports import BEFORE, NOW, Annual, Case, Figures, Shown, finds
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog.period import Period

REAL = Path(__file__).resolve().parents[3].parent / "shared" / "real"
CATALOG = load_catalog()
REGISTER = load_register(EXAMPLE_REGISTER)
YEAR = 2025
WRONG_TOTALS = ("T4:review.total", "T4:suit_after_review.total")  # of 002, as its README says
LEAST_REQUESTS, SUITS, MORE_SUITS = 6, "T4:direct_suit.total", 3  # so many more, and DIRECT-SUIT asks why
KINDS = ("财政局", "审计局", "卫生健康委员会", "市场监督管理局", "城市管理行政执法局", "人民政府")
FIRST = "云清洪丰临永安长宁德兴泰通海江河湖山林平"
SECOND = "溪阳泽城川泉州桥浦港田源塘岭湾坪沙陵坊洲"


def body(number: int) -> tuple[str, str]:
    """A body of its own and its telephone for every case, so that no case is weighed against another."""
    area = FIRST[number % len(FIRST)] + SECOND[number // len(FIRST) % len(SECOND)]
    return f"{area}区{KINDS[number // (len(FIRST) * len(SECOND)) % len(KINDS)]}", f"{60000000 + 37 * number}"


@cache
def district() -> District:
    """Two whole years of the example district."""
    return draw_district(CATALOG, REGISTER, Period(YEAR - 1, 1), Period(YEAR, 4))


def district_cases() -> Iterator[Case]:
    """Units that had requests in both years, began before them, took over from nobody, and are not sued more often."""
    for unit in REGISTER.reporting(Period(YEAR)):
        if unit.valid_from > Period(YEAR - 1).start or REGISTER.predecessors(unit.code):
            continue
        now, before = (district().of(unit.code, Period(year)) for year in (YEAR, YEAR - 1))
        has_requests = min(now["T3:new.total"], before["T3:new.total"]) >= LEAST_REQUESTS
        if has_requests and now[SUITS] - before[SUITS] < MORE_SUITS:
            yield _case(unit.code, (YEAR, dict[str, Shown](now)), (YEAR - 1, dict[str, Shown](before)))


def real_cases() -> Iterator[Case]:
    """The published reports, each with the year before: published too, or drawn so that the two agree. None where they are absent."""
    if not REAL.is_dir():
        return
    for now, before in (("003", "002"), ("012", "011"), ("005", None)):
        year, figures = _published(now)
        former = _published(before)[1] if before is not None else _former(figures)
        known = _with_proactive(figures, former)
        case = _case(now, (year, known), (year - 1, former), is_merged="T3:other.total" in figures)
        yield case.expecting(finds("T4-TOTAL", *WRONG_TOTALS, report=BEFORE)) if before == "002" else case


def _published(name: str) -> tuple[int, dict[str, Shown]]:
    fact = json.loads((REAL / f"{name}.json").read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    figures = {f"{table}:{code}": value for table, cells in fact["tables"].items() for code, value in cells.items()}
    return int(fact["year"]), figures


def _former(now: Figures) -> dict[str, Shown]:
    """The year before a report of which none is known: what is carried in was carried out, all else is the same."""
    former = dict(now)
    for column in (cell.column for cell in CATALOG.edition("2021").table_cells("T3") if cell.row == "new"):
        out, came = now[f"T3:carried_in.{column}"], now[f"T3:new.{column}"]
        assert isinstance(out, Decimal)
        assert isinstance(came, Decimal)
        former[f"T3:carried_out.{column}"] = out
        total, old = former[f"T3:total.{column}"], former[f"T3:carried_in.{column}"]
        assert isinstance(total, Decimal)
        assert isinstance(old, Decimal)
        former[f"T3:new.{column}"] = total + out - old
    return former


def _with_proactive(now: dict[str, Shown], former: dict[str, Shown]) -> dict[str, Shown]:
    """Figures of T2 where a report gives none: a little of everything, and the stock that follows from the year before."""
    stock = former.setdefault("T2:normative_document.in_force", Decimal(21))
    assert isinstance(stock, Decimal)
    drawn: dict[str, Shown] = {c.code: Decimal(0) for c in CATALOG.edition("2021").table_cells("T2")}
    drawn |= {"T2:licence.decisions": Decimal(2105), "T2:penalty.decisions": Decimal(311)}
    drawn |= {"T2:coercion.decisions": Decimal(12), "T2:fee.amount_wan": Decimal("20110.42")}
    for code, value in drawn.items():
        former.setdefault(code, value)
    drawn |= {"T2:normative_document.made": Decimal(4), "T2:normative_document.repealed": Decimal(2)}
    return {**drawn, "T2:normative_document.in_force": stock + 4 - 2, **now}


def _case(
    name: str, now: tuple[int, dict[str, Shown]], before: tuple[int, dict[str, Shown]], is_merged: bool = False
) -> Case:
    reports = {
        key: Annual("", year, figures, f"{name}/{year}", "", is_merged=is_merged)
        for key, (year, figures) in ((NOW, now), (BEFORE, before))
    }
    return Case(name, reports)


def named(case: Case, number: int) -> Case:
    """The case told of a body of its own, in words of its own."""
    unit, phone = body(number)
    own = {
        key: replace(report, unit=unit, phone=phone, seed=f"{number}/{report.seed}")
        for key, report in case.reports.items()
    }
    return replace(case, name=f"{number} {case.name}", reports=own)


@cache
def clean_cases() -> tuple[Case, ...]:
    """All of them, in an order that mixes published and drawn ones."""
    cases = [*real_cases(), *district_cases()]
    Random(3).shuffle(cases)
    return tuple(cases)
