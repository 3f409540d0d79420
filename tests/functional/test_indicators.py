"""Indicators from a unit's workbook to the command: what it filled in, what came of it, and a new indicator as new rows."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from flows.cli.app import run
from flows.steps.collect import collect
from flows.steps.indicators import indicator_origins, indicator_table
from flows.steps.templates import issue_templates
from tests.spec.seeded.break_metrics import Q2, RECEIVED, metric_workspace, put_all
from transforms.submission import read_submission
from warehouse.catalog.catalog import DATA, CatalogError, load_catalog
from warehouse.catalog.period import Period
from warehouse.workspace import CONFIG, Workspace, WorkspaceError


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Seven units have sent: `finance`, `health` and `culture_tourism` count, the others are returned."""
    workspace = metric_workspace(tmp_path_factory.mktemp("indicators") / "office")
    put_all(workspace)
    collect(workspace, as_of=RECEIVED)
    return workspace


def test_what_counts_comes_to_indicators_of_units_and_of_the_district(office: Workspace) -> None:
    lines = {(line.indicator_code, line.unit_code): line for line in indicator_table(office, Q2).lines}
    finance = lines["document_disclosure_rate", "finance"]
    assert (finance.numerator, finance.denominator, finance.value) == (4, 5, Decimal("0.8"))
    district = lines["document_disclosure_rate", "yunjiang"]
    assert (district.numerator, district.denominator, district.units_in) == (4 + 4 + 4, 5 + 5 + 5, 3)
    in_step = lines["interpretation_in_step_rate", "finance"]
    assert (in_step.source, in_step.value, in_step.is_met) == ("filings", 1, True)
    assert lines["service_online_rate", "finance"].state == "not_applicable"
    assert lines["trainings", "finance"].state == "not_reported"
    assert lines["document_disclosure_rate", "science"].state == "not_reported"
    returned = lines["reports_returned", "science"]
    assert (returned.value, returned.is_met) == (1, False)


def test_a_number_leads_back_to_the_cells_that_it_was_counted_from(office: Workspace) -> None:
    origins = indicator_origins(office, Q2, "document_disclosure_rate", "finance")
    assert [(one.role, one.measure_value, one.sheet, one.address) for one in origins] == [
        ("分子", 4, "工作指标", "C6"),
        ("分母", 5, "工作指标", "C5"),
    ]
    [listed] = indicator_origins(office, Q2, "interpretation_ways_rate", "finance")[:1]
    assert (listed.sheet, listed.text) == ("文件台账", "关于扶持企业的若干意见")
    with pytest.raises(WorkspaceError, match="没有指标“nothing”"):
        indicator_origins(office, Q2, "nothing", None)


def test_the_command_tells_people_and_programs(office: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["indicators", "--period", "2025Q2", "-w", str(office.root)]) == 1
    shown = capsys.readouterr().out
    assert "公文主动公开率" in shown
    assert "80%" in shown
    assert run(["indicators", "-p", "2025Q2", "-u", "finance", "-w", str(office.root), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {line["unit_code"] for line in told["lines"]} == {"finance"}
    assert next(line for line in told["lines"] if line["indicator_code"] == "document_disclosure_rate")["value"] == 0.8


def test_trace_names_the_file_and_the_cell(office: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["trace", "2025Q2", "finance", "indicator:document_disclosure_rate", "-w", str(office.root)]
    assert run(words) == 0
    shown = capsys.readouterr().out
    assert "工作指标!C6" in shown
    assert "主动公开公文数" in shown
    assert run([*words, "--json"]) == 0
    assert [part["measure_value"] for part in json.loads(capsys.readouterr().out)["trace"]] == [4, 5]


def test_templates_ask_where_the_office_says_so_and_from_when(office: Workspace) -> None:
    [asked] = issue_templates(office, Period(2025, 3), ["finance"])
    [earlier] = issue_templates(office, Period(2024, 4), ["finance"])
    catalog = load_catalog()
    codes = {one.measure_code for one in read_submission(asked.read_bytes(), catalog).metrics}
    assert {"requests_in_time", "open_month_events"} <= codes
    assert read_submission(earlier.read_bytes(), catalog).metrics == []


def test_a_bare_workspace_asks_for_nothing_and_a_wrong_setting_is_said(tmp_path: Path) -> None:
    bare = Workspace.create(tmp_path / "office")
    assert bare.metrics_since is None
    with (bare.root / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write('metrics_since = "春季"\n')
    with pytest.raises(WorkspaceError, match="metrics_since 有误"):
        _ = Workspace.open(bare.root).metrics_since


def _catalogue(folder: Path, **more: list[dict[str, object]]) -> Path:
    """A copy of the catalogue with rows added to its files."""
    copy = folder / "data"
    shutil.copytree(DATA, copy)
    for name, rows in more.items():
        path = copy / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    return copy


_ONLINE: dict[str, object] = {
    **{
        "code": "requests_online_rate",
        "name": "自然人申请占比",
        "group": "依申请公开",
        "unit": "ratio",
        "direction": "none",
    },
    **{"numerator": "requests_natural_person", "denominator": "requests_new", "sources": ["cells"]},
    **{"definition": "自然人申请数与新收申请数之比", "basis": "本级要求"},
}
_NATURAL: dict[str, object] = {
    **{"code": "requests_natural_person", "name": "自然人申请数", "unit": "件", "aggregation": "sum"},
    "cells": ["T3:new.natural_person"],
}


def test_a_new_indicator_is_new_rows(office: Workspace, tmp_path: Path) -> None:
    catalog = load_catalog(_catalogue(tmp_path, measures=[_NATURAL], indicators=[_ONLINE]))
    wider = Workspace(office.root, office.settings, catalog)
    [line] = [
        one for one in indicator_table(wider, Q2, ["finance"]).lines if one.indicator_code == "requests_online_rate"
    ]
    assert line.name == "自然人申请占比"
    assert line.state in {"value", "not_applicable"}
    assert line.denominator is not None


def test_an_indicator_of_a_measure_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="requests_natural_person"):
        _ = load_catalog(_catalogue(tmp_path, indicators=[_ONLINE])).indicators
