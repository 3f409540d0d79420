"""The workbooks made in bulk are those that units send, and the steps that are timed are there."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

from benchmarks.bulk import write_bulk
from benchmarks.clock import STEPS
from benchmarks.inbox import write_register
from benchmarks.measure import Measured
from benchmarks.scale import SIZES, Played, growth_table, table
from flows.demo.figures import draw_district
from reports.template.workbook import TemplateOrder, write_template
from transforms.submission import FileReading, read_submission
from warehouse.catalog.catalog import load_catalog, load_register
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register

CATALOG = load_catalog()
PERIODS = (Period(2025, 1), Period(2025, 2))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    path = tmp_path_factory.mktemp("bulk") / "units.csv"
    write_register(path, 3)
    return load_register(path)


def test_a_workbook_dealt_out_is_the_one_that_the_unit_would_send(register: Register, tmp_path: Path) -> None:
    assert write_bulk(tmp_path, register, PERIODS) == 6
    district = draw_district(CATALOG, register, *PERIODS)
    for unit in register.reporting(PERIODS[1]):
        order = TemplateOrder(unit.code, unit.name, PERIODS[1], {}, values=district.of(unit.code, PERIODS[1]))
        path = tmp_path / f"{unit.code}-{PERIODS[1]}.xlsx"
        dealt = reading(path.read_bytes())
        assert dealt == reading(write_template(order, CATALOG))
        assert (dealt.cover_unit, dealt.stamp_unit, dealt.error) == (unit.name, unit.code, None)
        assert openpyxl.load_workbook(path).properties.title.startswith(unit.name)


def reading(content: bytes) -> FileReading:
    return read_submission(content, CATALOG)


def test_those_that_are_there_are_not_written_again(register: Register, tmp_path: Path) -> None:
    write_bulk(tmp_path, register, PERIODS[:1])
    (tmp_path / "u00001-2025Q1.xlsx").write_bytes(b"kept")
    assert write_bulk(tmp_path, register, PERIODS[:1]) == 3
    assert (tmp_path / "u00001-2025Q1.xlsx").read_bytes() == b"kept"


@pytest.mark.parametrize("command", STEPS)
def test_every_step_that_is_timed_is_there_under_its_name(command: str) -> None:
    for path in STEPS[command].values():
        module, _, name = path.rpartition(".")
        assert callable(getattr(import_module(module), name)), path


def test_the_tables_say_what_was_measured_and_what_was_aimed_at() -> None:
    played = Played(SIZES["city"])
    played.runs = {
        "bare": Measured(2.0, 340_000, 2.0, 300.0),
        "script": Measured(100.0, 340_000, 100.0, 160.0),
        "collect, cold": Measured(9.0, 340_000, 8.0, 700.0),
        "collect, warm": Measured(5.0, 340_000, 8.0, 640.0),
        "collect, nothing new": Measured(1.0, 340_000, 1.0, 100.0),
    }
    played.steps = {what: {"land": (1.0, 0.5)} for what in played.runs if what.startswith("collect")}
    told = "\n".join(table(played))
    assert "collect ÷ bare: 2.5, CPU 4.0 (aim: at most 3)" in told
    assert "script ÷ collect: 20.0, CPU 12.5" in told
    assert "most memory: 700 MB" in told
    assert "| collect, warm: land | 1.0 | 0.5 |" in told
    assert "| collect, cold: land | 0.29 | 0.29 |" in "\n".join(growth_table([played, played]))
