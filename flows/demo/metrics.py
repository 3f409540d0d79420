"""What the example district's units answer in the sheets 工作指标 and 文件台账: counts from their works, and a row a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from flows.demo.script import MetricEdit
from flows.demo.works import Document, Works, months_of
from reports.template.metrics import FilingValue, OwnMetrics, asked_measures
from warehouse.catalog.catalog import Catalog
from warehouse.catalog.indicators import Choice
from warehouse.catalog.period import Period
from warehouse.catalog.units import Unit

_DAYS = ("published_on", "interpreted_on", "filed_on", "pushed_on", "online_on")
_CLOSED, _PENDING = "T3:total.total", "T3:carried_out.total"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Every unit's truth; `column` is the address of the portal's columns, under which documents have their pages."""

    catalog: Catalog
    works: Works
    column: str

    def of(self, unit: Unit, period: Period) -> OwnMetrics:
        """Both sheets of a unit's quarter, filled in."""
        documents = self.works.documents(unit, period)
        asked = asked_measures(self.catalog, unit.kind, period.quarter or 0)
        known = self._counts(unit, period, documents)
        values = {one.code: Decimal(known[one.code]) for one in asked if one.code in known}
        return OwnMetrics(asked, values, tuple(self._filing(one) for one in documents))

    def _counts(self, unit: Unit, period: Period, documents: tuple[Document, ...]) -> dict[str, int]:
        return {
            **self._official(unit, period),
            "policy_documents": len(documents),
            **self._requests(unit, period),
            **self._messages(unit, period),
            **self._events(unit, period),
        }

    def _official(self, unit: Unit, period: Period) -> dict[str, int]:
        rng, shares = self.works.random(unit, period, "official"), self.works.pace.openness
        made = rng.randint(*self.works.busyness(unit).official)
        is_open = sum(rng.random() < shares.active for _ in range(made))
        filed = sum(rng.random() < shares.filed for _ in range(made))
        return {"official_documents": made, "official_documents_open": is_open, "official_documents_filed": filed}

    def _requests(self, unit: Unit, period: Period) -> dict[str, int]:
        rng, habits = self.works.random(unit, period, "requests"), self.works.pace.requests
        closed = int(self.works.district.of(unit.code, period)[_CLOSED])
        late = sum(rng.random() < habits.late for _ in range(closed))
        return {
            "requests_in_time": closed - late,
            "requests_overdue": late,
            "requests_extended": sum(rng.random() < habits.extended for _ in range(closed)),
            "request_working_days": sum(rng.randint(*habits.working_days) for _ in range(closed)),
        }

    def _messages(self, unit: Unit, period: Period) -> dict[str, int]:
        months = [self.works.board(unit, month) for month in months_of(period)]
        rng = self.works.random(unit, period, "forwarded")
        forwarded = rng.randint(*self.works.pace.messages.forwarded)
        return {
            "messages_received": sum(month.received for month in months),
            "messages_in_time": sum(month.in_time for month in months),
            "forwarded_messages": forwarded,
            "forwarded_messages_in_time": sum(rng.random() >= self.works.pace.messages.late for _ in range(forwarded)),
        }

    def _events(self, unit: Unit, period: Period) -> dict[str, int]:
        rng, habits, busy = self.works.random(unit, period, "events"), self.works.pace.events, self.works.busyness(unit)
        asked = rng.randint(*habits.consulted) if rng.random() < habits.consults else 0
        gazette = self.works.pace.gazette
        return {
            "zone_events": 0 if rng.random() < habits.missing else rng.randint(*busy.events),
            "open_month_events": rng.randint(*habits.open_month),
            "policy_consultees": asked,
            "policy_consultees_small": round(asked * rng.uniform(*habits.small)),
            "meetings_attended": rng.randint(*busy.meetings),
            "briefings_heard": rng.randint(*busy.briefings),
            "trainings": rng.randint(*busy.trainings),
            **({"gazette_issues": gazette.issues} if unit.code == gazette.unit else {}),
        }

    def _filing(self, document: Document) -> dict[str, FilingValue]:
        """A row of the sheet by its headings (metric_words.yaml)."""
        words = self.catalog.indicators.words
        row: dict[str, FilingValue] = {
            "document_number": document.number,
            "title": document.title,
            "is_normative": _label(words.truth, "yes" if document.is_normative else "no"),
            "openness": _label(words.openness, document.openness),
            "ways_count": Decimal(document.ways) if document.ways else None,
            "has_service": _label(words.truth, "yes" if document.has_service else "no"),
            "url": f"{self.column}/zcwj/{document.path}" if document.openness == "active" else None,
            "interpretation_url": None if document.interpreted_on is None else f"{self.column}/zcjd/{document.path}",
            "online_url": None if document.online_on is None else f"{self.column}/yblt/{document.path}",
        }
        return row | {name: getattr(document, name) for name in _DAYS}


def answered_otherwise(own: OwnMetrics, edit: MetricEdit) -> OwnMetrics:
    """The sheets as a unit sends them in which something else stands: None leaves a cell blank."""
    values: dict[str, Decimal] = {
        code: value for code, value in own.values.items() if edit.values.get(code, value) is not None
    }
    values |= {code: Decimal(value) for code, value in edit.values.items() if value is not None}
    filings = tuple(_retyped(row, edit.documents.get(number, {})) for number, row in enumerate(own.filings, 1))
    return replace(own, values=values, filings=filings)


def unanswered_metrics(own: OwnMetrics) -> OwnMetrics:
    """The sheets as they were issued."""
    return OwnMetrics(own.measures)


def _retyped(row: Mapping[str, FilingValue], typed: Mapping[str, date | int | str | None]) -> dict[str, FilingValue]:
    return {**row, **{name: Decimal(value) if isinstance(value, int) else value for name, value in typed.items()}}


def _label(choices: tuple[Choice, ...], code: str) -> str:
    return next(choice.label for choice in choices if choice.code == code)
