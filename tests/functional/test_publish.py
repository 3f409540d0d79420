"""Publishing: checked before it is switched to; what fails a check leaves the last release in force and says why."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

import expectations.answers as answering
import flows.steps.publish as publishing
from flows.demo.figures import District, draw_district
from flows.steps.build import build_tables
from flows.steps.collect import collect
from flows.steps.publish import publish
from flows.steps.trace import trace
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.period import Period
from warehouse.release import current_release, manifest_of
from warehouse.store import Store
from warehouse.workspace import Workspace, WorkspaceError

PERIOD = Period(2025, 1)
UNITS = ("finance", "audit", "yunxi_town")
pytestmark = pytest.mark.xdist_group("publish")


@pytest.fixture(scope="module")
def drawn(published: Workspace) -> District:
    return draw_district(published.catalog, published.register, PERIOD, PERIOD)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("office"))
    figures = draw_district(workspace.catalog, workspace.register, PERIOD, PERIOD)
    for code in UNITS:
        unit = workspace.register.by_code[code]
        order = TemplateOrder(
            unit_code=code, unit_name=unit.name, period=PERIOD, opening={}, values=figures.of(code, PERIOD)
        )
        (workspace.inbox / f"{unit.name}.xlsx").write_bytes(write_template(order, workspace.catalog))
    collect(workspace, as_of=datetime(2025, 4, 3))
    assert publish(workspace, PERIOD, as_of=datetime(2025, 4, 20)).is_new
    return workspace


def mart(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(workspace.releases / "current" / "zwgk.duckdb", read_only=True) as bi:
        return bi.execute(sql).fetchall()


def test_the_districts_figure_is_the_sum_of_its_units(published: Workspace, drawn: District) -> None:
    expected = sum((drawn.of(code, PERIOD)["T3:new.total"] for code in UNITS), Decimal(0))
    assert mart(
        published,
        "SELECT value, units_in, units_expected FROM mart.rpt_quarterly_units WHERE scope = 'aggregate' AND cell_code = 'T3:new.total'",
    ) == [(expected, 3, 51)]


def test_every_published_number_leads_back_to_cells_that_add_up_to_it(published: Workspace) -> None:
    found = trace(published, PERIOD, "T3:new.total")
    assert sum((part.value for part in found.contributions if part.value is not None), Decimal(0)) == found.value
    assert {part.unit_code for part in found.contributions} == set(UNITS)
    assert all(part.address and part.sheet and part.sha256 for part in found.contributions)


def test_publishing_the_same_again_makes_no_new_release(published: Workspace) -> None:
    again = publish(published, PERIOD, as_of=datetime(2025, 5, 1))
    assert not again.is_new
    assert again.release_id == manifest_of_current(published)["release_id"]


def test_tables_that_come_out_as_they_were_are_not_put_to_great_expectations_again(
    published: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_: object, **__: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr(answering, "confirm", ask)
    assert not publish(published, PERIOD, as_of=datetime(2025, 5, 1)).errors
    with pytest.raises(AssertionError, match="asked again"):
        publish(published, PERIOD, as_of=datetime(2025, 5, 1), anew=True)


def test_a_wrong_sum_is_refused_and_the_last_release_stays(
    published: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current_release(published.releases)

    def build_wrongly(store: Store) -> tuple[str, ...]:
        built = build_tables(store)
        store.connection.execute(
            "UPDATE rpt_quarterly_units SET value = value + 1 WHERE scope = 'aggregate' AND cell_code = 'T2:licence.decisions'"
        )
        return built

    monkeypatch.setattr(publishing, "build_tables", build_wrongly)
    refused = publish(published, PERIOD, as_of=datetime(2025, 5, 1))
    assert not refused.is_new
    assert [line for line in refused.failures if "ROLL-UP" in line and "行政许可" in line]
    assert current_release(published.releases) == before


def test_a_workspace_without_figures_has_nothing_to_publish(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="没有可以发布的内容"):
        publish(Workspace.create(tmp_path / "empty"))


def test_documents_and_quality_stand_in_the_release(published: Workspace) -> None:
    current = current_release(published.releases)
    assert current is not None
    names = {path.suffix for path in (current.path / "documents" / "2025Q1").iterdir()}
    assert names == {".xlsx", ".docx", ".html"}
    assert (current.path / "quality" / "dq_result.jsonl").stat().st_size > 0


def manifest_of_current(workspace: Workspace) -> dict[str, object]:
    current = current_release(workspace.releases)
    assert current is not None
    return manifest_of(current)
