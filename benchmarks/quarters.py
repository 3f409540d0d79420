"""A city's four quarters as the rules read them: the figures of the example district, repeated over as many units as are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

import polars as pl

from flows.demo.figures import District, draw_district
from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog.period import Period
from warehouse.catalog.units import Register, Unit
from warehouse.catalog_tables import catalog_frames

CATALOG = load_catalog()
FORM = CATALOG.form("quarter")
QUARTERS = Period(2025).quarters
_MONEY = pl.Decimal(18, 6)


def register_of(units: int) -> Register:
    """A root and so many departments under it."""
    example = load_register(EXAMPLE_REGISTER)
    root = next(unit for unit in example.units if unit.parent is None)
    one = next(unit for unit in example.units if unit.kind == "department")
    named = (_unit(one, root, number) for number in range(units))
    return Register(units=(root.model_copy(update={"aliases": ()}), *named))


def _unit(one: Unit, root: Unit, number: int) -> Unit:
    changes = {"code": f"u{number:05}", "name": f"第{number:05}号单位", "parent": root.code, "aliases": ()}
    return one.model_copy(update={**changes, "successors": (), "valid_to": None})


def cells_of(units: int) -> pl.DataFrame:
    """check_cell of all four quarters, 200 cells a report; submission_id counts through units and quarters."""
    example = load_register(EXAMPLE_REGISTER)
    district = draw_district(CATALOG, example, QUARTERS[0], QUARTERS[-1])
    parts = [_quarter(district, example, period, number, units) for number, period in enumerate(QUARTERS)]
    return pl.concat(parts)


def _quarter(district: District, example: Register, period: Period, number: int, units: int) -> pl.DataFrame:
    """One quarter: a form for each unit of the district that is the same all year, dealt out over the units."""
    whole = [u.code for u in example.units if all((u.code, q) in district.figures for q in QUARTERS)]
    models = [code for code in whole if not example.predecessors(code)]
    forms = [_form(district, model, period) for model in models]
    dealt = islice(cycle(range(len(forms))), units)
    key = [pl.lit(str(period)).alias("period"), pl.lit(FORM.code).alias("form_code"), pl.lit("own").alias("scope")]
    numbered = [
        forms[model].with_columns(
            pl.lit(number * units + unit, pl.Int64).alias("submission_id"),
            pl.lit(f"u{unit:05}").alias("unit_code"),
            *key,
        )
        for unit, model in enumerate(dealt)
    ]
    return pl.concat(numbered)


def _form(district: District, model: str, period: Period) -> pl.DataFrame:
    figures = district.of(model, period)
    cells = CATALOG.edition(FORM.edition).cells
    rows = [
        (
            FORM.edition,
            c.code,
            c.table,
            c.row,
            c.column,
            "number",
            figures[c.code],
            str(figures[c.code]),
            c.table,
            f"B{n}",
        )
        for n, c in enumerate(cells, 1)
    ]
    names = (
        "edition",
        "cell_code",
        "table_code",
        "row_code",
        "column_code",
        "state",
        "value",
        "text",
        "sheet",
        "address",
    )
    schema = {name: _MONEY if name == "value" else pl.String for name in names}
    return pl.DataFrame(rows, schema, orient="row")


def batches(units: int) -> Iterator[dict[str, pl.DataFrame]]:
    """The input relations of each quarter's batch, what counts of the other quarters among them."""
    cells = cells_of(units)
    catalog = catalog_frames(CATALOG, register_of(units), range(2019, 2031))
    counting = ["submission_id", "unit_code", "period", "form_code", "scope", "cell_code", "value"]
    keys = ["submission_id", "unit_code", "period", "form_code", "scope", "edition"]
    for period in QUARTERS:
        mine = cells.filter(pl.col("period") == str(period))
        others = cells.filter(pl.col("period") != str(period)).select(counting)
        submissions = mine.select(keys).unique(maintain_order=True)
        known = submissions.with_columns(pl.lit("department").alias("unit_kind"), pl.lit(False).alias("is_nil"))
        yield {**catalog, "check_submission": known, "check_cell": mine, "counting_cell": others}
