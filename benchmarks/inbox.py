"""An inbox to measure on: one filled-in template of one quarter for each unit of a made-up register."""

from __future__ import annotations

import csv
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from flows.demo.figures import draw_district
from reports.template.workbook import TemplateOrder, write_template
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog.period import Period

PERIOD = Period.parse("2025Q1")
KINDS = ("department", "street", "town")


def write_register(path: Path, count: int) -> None:
    """A units.csv of one root and `count` units, columns as in the example register."""
    with EXAMPLE_REGISTER.open(encoding="utf-8", newline="") as example:
        columns = next(csv.reader(example))
    plain = {"is_ranked": "true", "is_rolled_up": "true", "valid_from": "2019-01-01"}
    root = {"code": "root", "name": "测算市人民政府", "kind": "district", "valid_from": "2019-01-01"}
    units = (
        {**plain, "code": f"u{n:05}", "name": f"第{n:05}号单位", "kind": KINDS[n % len(KINDS)], "parent": "root"}
        for n in range(1, count + 1)
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows([{**root, "is_ranked": "false", "is_rolled_up": "false"}, *units])


def write_inbox(folder: Path, register_path: Path) -> int:
    """Writes the workbooks, on all cores, and gives their number; one file a unit, `code.xlsx`."""
    catalog, register = load_catalog(), load_register(register_path)
    district = draw_district(catalog, register, PERIOD, PERIOD)
    orders = (
        TemplateOrder(unit.code, unit.name, PERIOD, opening={}, values=district.of(unit.code, PERIOD))
        for unit in register.reporting(PERIOD)
    )
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        return sum(pool.map(partial(_write, folder), orders, chunksize=20))


def _write(folder: Path, order: TemplateOrder) -> int:
    (folder / f"{order.unit_code}.xlsx").write_bytes(write_template(order, load_catalog()))
    return 1
