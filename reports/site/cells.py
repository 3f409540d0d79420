"""Cells of tables: how a figure, a unit, a period or a state stands on a page, and where it leads back to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reports.quality.privacy import masked
from reports.site.blocks import Cell, Tone
from reports.site.facts import Row, Site
from reports.site.paths import indicator_path, period_path, report_path, task_path, unit_path
from reports.statement import render_number
from warehouse.catalog.period import Period

if TYPE_CHECKING:
    from datetime import date, datetime

_PLACES = 2
_SECTIONS = {"portal": "portal", "tasks": "tasks", "links": "tasks"}  # of a unit's page
_TASK_TONES: dict[str, Tone] = {
    "done": "good",
    "overdue": "bad",
    "not_reported": "warn",
    "not_applicable": "none",
    "not_due": "none",
    "on_the_way": "",
}
_STATUS_TONES: dict[str, Tone] = {"returned": "bad", "unreadable": "bad", "withdrawn": "warn", "missing": "bad"}


def unit_cell(site: Site, unit_code: str) -> Cell:
    """A unit by its name; the district leads to no page of a unit."""
    unit = site.units.get(unit_code)
    if unit is None:
        return Cell(site.facts.district_name if unit_code == site.district else unit_code)
    return Cell(unit["unit_name"], unit_path(unit_code))


def period_cell(site: Site, period: str) -> Cell:
    """A period by its name, sorted by its code."""
    known = site.period_names.get(period)
    return Cell(known or period, period_path(period) if known else None, key=period, is_whole=True)


def written(value: Decimal, unit: str) -> str:
    """An indicator's value as people write it: a ratio as per cent, at most two places."""
    text = f"{value * 100 if unit == 'ratio' else value:.{_PLACES}f}"
    text = text.rstrip("0").rstrip(".")
    return f"{text}%" if unit == "ratio" else text


def count_cell(number: int, href: str | None = None, tone: Tone = "") -> Cell:
    """A count; it takes its tone only where there is something to count."""
    return Cell(str(number), href, tone if number else "")


def day(value: date | None, unknown: str = "") -> Cell:
    """A day."""
    if value is None:
        return Cell(unknown, tone="none")
    return Cell(f"{value:%Y-%m-%d}", is_whole=True)


def moment(value: datetime | None) -> Cell:
    """An instant to the minute, Beijing time."""
    return Cell("" if value is None else f"{value:%Y-%m-%d %H:%M}", is_whole=True)


def place_cell(sheet: str | None, address: str | None) -> Cell:
    """Where something stands in a file."""
    return Cell(f"{masked(sheet or '')} {address or ''}".strip(), is_whole=True)


def said(text: str | None) -> Cell:
    """A text that somebody else wrote: in one line, without what a person could be found by."""
    return Cell("" if text is None else masked(text))


def absent(site: Site, why: str) -> Cell:
    """Why there is no number."""
    return Cell(site.words.absent[why], tone="none")


def report_of(site: Site, period: str, unit_code: str) -> int | None:
    """The report that counts, where it has a page."""
    stands = site.coverage.get((period, unit_code))
    if stands is None or not stands["is_in"]:
        return None
    number: int | None = stands["submission_id"]
    return number if number in site.reported else None


def status_cell(site: Site, stands: Row | None) -> Cell:
    """How a unit stands in a period."""
    if stands is None:
        return absent(site, "not_owed")
    labels = {status.code: status.label for status in site.catalog.statuses}
    text = labels.get(stands["status"], site.words.absent["not_reported"])
    late = "（逾期）" if stands["is_late"] else ""
    tone: Tone = "warn" if late else _STATUS_TONES.get(stands["status"], "")
    number = report_of(site, stands["period"], stands["unit_code"])
    href = unit_path(stands["unit_code"], "sent") if number is None else report_path(number)
    return Cell(f"{text}{late}", href, tone)


def figure_cell(site: Site, period: str, unit_code: str, cell_code: str, column: str = "value") -> Cell:
    """A statutory figure of a unit or of the district, or why there is none; it leads back to the cell, a sum to its parts."""
    row = site.figures.get((period, unit_code, cell_code))
    value: Decimal | None = None if row is None else row[column]
    if value is None:
        return absent(site, "blank" if row is not None else _why_no_figure(site, period, unit_code))
    if unit_code == site.district:
        return Cell(render_number(value), f"{period_path(period)}#figures")
    number = report_of(site, period, unit_code)
    whole = number is None or column != "value"
    return Cell(
        render_number(value),
        unit_path(unit_code, "sent") if whole or number is None else report_path(number, cell_code),
    )


def _why_no_figure(site: Site, period: str, unit_code: str) -> str:
    if unit_code == site.district:
        return "not_reported"
    stands = site.coverage.get((period, unit_code))
    if stands is None:
        return "not_owed"
    return "blank" if stands["is_in"] else "not_reported"


def value_cell(site: Site, row: Row | None, unit: str) -> Cell:
    """An indicator's value or why there is none; it leads to what it was counted from."""
    if row is None:
        return absent(site, "no_row")
    if row["value"] is None:
        return absent(site, row["state"])
    tone: Tone = "" if row["is_met"] is None else "good" if row["is_met"] else "bad"
    return Cell(written(row["value"], unit), origin(site, row), tone)


def year_cell(site: Site, row: Row, unit: str) -> Cell:
    """An indicator's value of the year so far. Where there is none the quarter says why."""
    if row["year_value"] is not None:
        return Cell(written(row["year_value"], unit), origin(site, row))
    return absent(site, "no_row" if row["state"] == "value" else row["state"])


def before_cell(site: Site, row: Row, unit: str) -> Cell:
    """An indicator's value in the same quarter of the year before; where there is none, that quarter says why."""
    period = Period.parse(row["period"])
    before = str(Period(period.year - 1, period.quarter))
    former = site.value_of.get((row["indicator_code"], row["source"], row["unit_code"], before))
    if row["before_value"] is not None:
        return Cell(written(row["before_value"], unit), origin(site, row if former is None else former))
    return absent(site, "no_row" if former is None or former["state"] == "value" else former["state"])


def origin(site: Site, row: Row) -> str:
    """Where the numbers of an indicator's value stand: in a report, or on the page of the unit."""
    unit, source = row["unit_code"], row["source"]
    if unit == site.district:
        return f"{indicator_path(row['indicator_code'])}#units"
    number = report_of(site, row["period"], unit)
    if number is not None and source == "cells":
        return report_path(number, site.first_cells[row["indicator_code"]])
    if number is not None and number in site.told_in.get(source, ()):
        return report_path(number, source)
    known = {"portal": unit in site.portal, "tasks": unit in site.unit_progress, "links": unit in site.unit_progress}
    return unit_path(unit, _SECTIONS[source] if known.get(source) else "sent")


def met_cell(site: Site, row: Row | None) -> Cell:
    """Whether what is asked was met; nothing where nothing is asked or it can't be told."""
    if row is None or row["is_met"] is None:
        return Cell("—", tone="none")
    return Cell(site.words.met["met" if row["is_met"] else "not_met"], tone="good" if row["is_met"] else "bad")


def demand(site: Site, indicator: Row) -> str:
    """What is asked of an indicator, e.g. 不低于 100%."""
    if indicator["operator"] is None or indicator["threshold"] is None:
        return "无要求"
    return f"{site.catalog.tasks.operators[indicator['operator']]} {written(indicator['threshold'], indicator['unit'])}"


def task_cell(row: Row) -> Cell:
    """A task by its number and name."""
    return Cell(
        f"{row['task_id']} {row['name']}", task_path(row["document"], row["task_order"]), key=f"{row['task_order']:04}"
    )


def task_state(site: Site, status: str, href: str | None = None) -> Cell:
    """The state of a task in words."""
    labels = {one.code: one.label for one in site.catalog.tasks.statuses}
    return Cell(labels[status], href, _TASK_TONES[status], is_whole=True)


def progress_href(site: Site, row: Row) -> str:
    """Where a unit's answer on a task stands; a unit that said nothing has its own page."""
    number = row["submission_id"]
    is_told = number in site.reported and number in site.told_in["tasks"]
    return report_path(number, "tasks") if is_told else unit_path(row["unit_code"], "tasks")


def state_cell(site: Site, row: Row | None) -> Cell:
    """How a unit stands with a task in a quarter; it leads to the unit's answer. A dash where it did not have the task then."""
    return Cell("—", tone="none") if row is None else task_state(site, row["status"], progress_href(site, row))
