"""An office with a quarter behind it, in a lake or in a file: small, and shared by all tests that ask whether the two are the same."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from polars.testing import assert_frame_equal

from flows.steps.collect import collect
from flows.steps.withdraw import withdraw
from reports.template.workbook import TemplateOrder, write_template
from tests.functional.lake_server import settle
from tests.functional.publishing_office import LICENCES, Q1, Office
from warehouse.store import open_store
from warehouse.tables import tables
from warehouse.workspace import Workspace


def quarter(root: Path, settings: str) -> Office:
    """Three reports, a correction, a withdrawal, and a release."""
    office = Office(root)
    office.workspace = settle(root, settings)
    for code in ("finance", "audit", "yunxi_town"):
        lay(office, code)
    collect(office.workspace, as_of=datetime(2025, 4, 3))
    office.send("finance", Q1, datetime(2025, 4, 6), "更正", **{LICENCES: 5})
    withdraw(office.workspace, office.submission("audit", 1), "误报", "李某", as_of=datetime(2025, 4, 7))
    office.publish(Q1, datetime(2025, 4, 20))
    return office


def lay(office: Office, code: str) -> None:
    """Puts a unit's workbook into the inbox."""
    name = office.workspace.register.by_code[code].name
    values = office.figures.of(code, Q1)
    order = TemplateOrder(unit_code=code, unit_name=name, period=Q1, opening={}, values=values)
    (office.workspace.inbox / f"{name}.xlsx").write_bytes(write_template(order, office.workspace.catalog))


def assert_same_rows(one: Workspace, other: Workspace, *, but: tuple[str, ...] = ()) -> int:
    """Compares every declared table, row for row, and gives the number of rows."""
    seen = 0
    with open_store(one.warehouse) as there, open_store(other.warehouse) as here, there.near(), here.near():
        for name in tables():
            if name not in but:
                frame = here.frame(f"SELECT * FROM {name} ORDER BY ALL")
                assert_frame_equal(there.frame(f"SELECT * FROM {name} ORDER BY ALL"), frame)
                seen += len(frame)
    return seen


def files(release: Path) -> dict[str, bytes]:
    """Every file of a release but the database, which has room in it that nobody wrote, and the manifest, which has its hash."""
    return {
        str(path.relative_to(release)): path.read_bytes()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.name not in {"zwgk.duckdb", "manifest.json"}
    }
