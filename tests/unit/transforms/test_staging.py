"""Frames with the schemas of the stg_ tables, whatever was read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import yaml

from tests.unit.transforms.official import Form, Sheet, openpyxl_bytes
from tests.unit.transforms.reading import NEWEST, reading
from transforms.staging import CELLS, FILES, PROBLEMS, stage_readings
from transforms.submission import FileReading

TABLES = yaml.safe_load((Path(__file__).parents[3] / "warehouse" / "tables.yaml").read_text(encoding="utf-8"))
GOOD = reading(
    openpyxl_bytes(
        [Sheet.of("二", Form(NEWEST, {"T2:fee.amount_wan": 24252.311082, "T2:licence.decisions": "—"}).proactive())]
    )
)
BAD = FileReading(error=("F00", "文件是空的，没有任何内容。"))


def test_the_frames_have_the_columns_that_the_tables_declare() -> None:
    for table, schema in (("stg_file", FILES), ("stg_cell", CELLS), ("stg_problem", PROBLEMS)):
        assert schema.names() == list(TABLES[table]["columns"])


def test_nothing_read_gives_empty_frames_of_the_same_types() -> None:
    for staged in (stage_readings([]), stage_readings([("a", BAD)])):
        assert (staged.files.schema, staged.cells.schema, staged.problems.schema) == (FILES, CELLS, PROBLEMS)
        assert staged.cells.height == 0


def test_each_cell_belongs_to_its_file_and_knows_its_row_and_column() -> None:
    staged = stage_readings([("a", GOOD), ("b", BAD), ("c", GOOD)])
    assert staged.cells["sha256"].to_list() == ["a"] * 10 + ["c"] * 10
    fee = staged.cells.row(9, named=True)
    assert (fee["table_code"], fee["row_code"], fee["column_code"]) == ("T2", "fee", "amount_wan")
    assert (fee["state"], fee["value"], fee["text"]) == ("number", Decimal("24252.311082"), "24252.311082")


def test_blank_zero_and_number_stay_three_things() -> None:
    cells = stage_readings([("a", GOOD)]).cells.filter(
        pl.col("cell_code").is_in(["T2:regulation.made", "T2:licence.decisions"])
    )
    assert cells.select("state", "value").rows() == [("blank", None), ("zero", Decimal(0))]


def test_an_unreadable_file_has_its_reason() -> None:
    row = stage_readings([("b", BAD)]).files.row(0, named=True)
    assert (row["error_code"], row["error_detail"], row["media_type"]) == ("F00", "文件是空的，没有任何内容。", None)


def test_problems_keep_their_place() -> None:
    problems = stage_readings([("a", GOOD)]).problems
    assert problems["rule_id"].to_list() == ["FILE-TABLES"]
    assert problems["sha256"].to_list() == ["a"]
