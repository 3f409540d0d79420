"""A small district whose reports come in, are published, corrected, sent in late, and taken back: for tests of releases."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from flows.demo.figures import District, draw_district
from flows.steps.collect import collect
from flows.steps.publish import PublishSummary, publish
from flows.steps.withdraw import withdraw
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.store import open_store
from warehouse.workspace import Workspace

Q1, Q2 = Period(2025, 1), Period(2025, 2)
LICENCES = "T2:licence.decisions"


class Office:
    """One district whose reports come in, are published, corrected, sent in late, and taken back."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace.create(root)
        self.figures: District = draw_district(self.workspace.catalog, self.workspace.register, Q1, Q2)
        self.published: list[PublishSummary] = []

    def send(self, unit_code: str, period: Period, day: datetime, name: str = "", **changes: int) -> None:
        """Puts a unit's workbook into the inbox and collects; `changes` by cell code are added to its figures."""
        unit = self.workspace.register.by_code[unit_code]
        values = dict(self.figures.of(unit_code, period))
        for code, more in changes.items():
            values[code] = (values[code] or Decimal(0)) + more
        order = TemplateOrder(unit_code=unit_code, unit_name=unit.name, period=period, opening={}, values=values)
        path = self.workspace.inbox / f"{period}{unit.name}{name}.xlsx"
        path.write_bytes(write_template(order, self.workspace.catalog))
        collect(self.workspace, as_of=day)

    def publish(self, period: Period, day: datetime) -> PublishSummary:
        """Makes a release."""
        self.published.append(publish(self.workspace, period, as_of=day))
        assert self.published[-1].is_new, self.published[-1]
        return self.published[-1]

    def folder(self, release: int) -> Path:
        """Where the n-th release lies."""
        path = self.published[release].path
        assert path is not None
        return path

    def mart(self, release: int, sql: str) -> list[tuple[Any, ...]]:
        """What BI reads in the n-th release."""
        with duckdb.connect(self.folder(release) / "zwgk.duckdb", read_only=True) as bi:
            return bi.execute(sql).fetchall()

    def submission(self, unit_code: str, version: int) -> int:
        """The number in the ledger of a unit's n-th version of the first quarter."""
        with open_store(self.workspace.warehouse) as store:
            [row] = store.rows(
                f"SELECT submission_id FROM core_submission WHERE unit_code = '{unit_code}' AND period = '{Q1}' AND version = {version}"
            )
        return int(row["submission_id"])


def five_releases(root: Path) -> Office:
    """First; finance corrects; education comes late and audit sends a broken sum; finance takes its correction back; the second
    quarter, in which audit's stock doesn't follow from the first.
    """
    office = Office(root)
    for code in ("finance", "audit", "yunxi_town"):
        office.send(code, Q1, datetime(2025, 4, 3))
    office.publish(Q1, datetime(2025, 4, 20))
    office.send("finance", Q1, datetime(2025, 5, 6), "更正", **{LICENCES: 5})
    office.publish(Q1, datetime(2025, 5, 7))
    office.send("education", Q1, datetime(2025, 6, 2))
    office.send("audit", Q1, datetime(2025, 6, 2), "更正", **{"T4:review.total": 1})
    office.publish(Q1, datetime(2025, 6, 3))
    withdraw(office.workspace, office.submission("finance", 2), "误报", "李某", as_of=datetime(2025, 6, 20))
    office.publish(Q1, datetime(2025, 6, 21))
    for code in ("finance", "yunxi_town", "education"):
        office.send(code, Q2, datetime(2025, 7, 4))
    office.send("audit", Q2, datetime(2025, 7, 14), **{"T2:normative_document.in_force": 1})
    office.publish(Q2, datetime(2025, 7, 20))
    return office
