"""Sheets of measures and documents spoilt in every way that a rule on them knows: one unit for each, and one that is clean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from flows.demo.figures import draw_district
from reports.template.metrics import FilingValue, OwnMetrics, asked_measures
from reports.template.workbook import TemplateOrder, write_template
from tests.spec.seeded.deliveries import Change, edited
from warehouse.catalog.period import Period
from warehouse.workspace import CONFIG, Workspace

Q2 = Period(2025, 2)
RECEIVED = datetime(2025, 7, 4, 9)
GONE = "https://www.yj.gov.cn/ybld/1.html"
VALUES = {"policy_documents": Decimal(1), "official_documents": Decimal(5), "official_documents_open": Decimal(4)}
DOCUMENT: Mapping[str, FilingValue] = {
    "title": "关于扶持企业的若干意见",
    "is_normative": "是",
    "openness": "主动公开",
    "published_on": date(2025, 5, 12),
    "interpreted_on": date(2025, 5, 12),
    "ways_count": Decimal(3),
    "has_service": "否",
}


def metric_workspace(root: Path) -> Workspace:
    """A workspace of the example district that asks for measures from the first quarter of 2025."""
    Workspace.create(root)
    with (root / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write('metrics_since = "2025Q1"\n')
    return Workspace.open(root)


@dataclass(frozen=True)
class MetricDelivery:
    """A unit's workbook; `rule_id` is the rule that finds what is wrong in it, `places` the cells that it names."""

    unit: str
    rule_id: str = ""
    places: tuple[str, ...] = ()
    values: Mapping[str, Decimal] = field(default_factory=lambda: VALUES)
    document: Mapping[str, FilingValue] = field(default_factory=lambda: DOCUMENT)
    changes: tuple[Change, ...] = ()

    def put(self, workspace: Workspace, figures: Mapping[str, Decimal]) -> None:
        """Lays the workbook into the inbox."""
        unit = workspace.register.by_code[self.unit]
        metrics = OwnMetrics(asked_measures(workspace.catalog, unit.kind, 2), self.values, (self.document,))
        order = TemplateOrder(unit.code, unit.name, Q2, {}, dict(figures), metrics=metrics)
        content = write_template(order, workspace.catalog)
        for change in self.changes:
            content = change(content)
        (workspace.inbox / f"{Q2}{unit.name}.xlsx").write_bytes(content)


def put_all(workspace: Workspace) -> None:
    """Every delivery, with clean statutory figures."""
    figures = draw_district(workspace.catalog, workspace.register, Q2, Q2)
    for sent in metric_deliveries():
        sent.put(workspace, figures.of(sent.unit, Q2))


def metric_deliveries() -> Iterator[MetricDelivery]:
    """The clean one, and one broken in each way."""
    yield MetricDelivery("finance")
    yield MetricDelivery("education", "METRIC-SHEET", ("工作指标!C5",), changes=(_types("工作指标", "C5", "若干"),))
    more = {**VALUES, "official_documents_open": Decimal(6)}
    yield MetricDelivery("science", "METRIC-PART", ("工作指标!C6",), values=more)
    yield MetricDelivery("justice", "FILING-SHEET", ("文件台账!F5",), changes=(_types("文件台账", "F5", "次月"),))
    late = {**DOCUMENT, "published_on": date(2025, 7, 1), "interpreted_on": None}
    yield MetricDelivery("audit", "FILING-DATES", ("文件台账!E5",), document=late)
    yield MetricDelivery("health", "FILING-COUNT", ("工作指标!C8",), values={**VALUES, "policy_documents": Decimal(2)})
    yield MetricDelivery("culture_tourism", "FILING-LINK", ("文件台账!N5",), document={**DOCUMENT, "online_url": GONE})


def _types(sheet: str, address: str, text: str) -> Change:
    return partial(edited, lambda book: book[sheet].__setitem__(address, text))
