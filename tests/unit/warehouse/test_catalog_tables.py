from __future__ import annotations

from datetime import date

import polars as pl

from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog_tables import SCHEMAS, catalog_frames

CATALOG = load_catalog()
FRAMES = catalog_frames(CATALOG, load_register(EXAMPLE_REGISTER), range(2024, 2026))


def test_every_relation_has_its_declared_columns() -> None:
    assert {name: dict(frame.schema) for name, frame in FRAMES.items()} == SCHEMAS


def test_cells_are_those_of_each_edition_and_the_rows_that_some_reports_print_as_one() -> None:
    cells = FRAMES["cat_cell"]
    assert cells.filter(edition="2021").height == 10 + 175 + 15 + 7
    assert cells.filter(edition="2019").height == len(CATALOG.edition("2019").cells)
    assert cells.select("edition", "cell_code").is_unique().all()


def test_a_cell_carries_what_rules_ask_of_it() -> None:
    fee = FRAMES["cat_cell"].row(by_predicate=pl.col("cell_code") == "T2:fee.amount_wan", named=True)
    assert (fee["is_count"], fee["is_signed"], fee["unit"], fee["aggregation"]) == (False, False, "万元", "sum")


def test_a_term_knows_the_row_that_may_stand_for_it() -> None:
    terms = FRAMES["cat_identity_term"].filter(edition="2021", rule_id="T3-RESULTS", check_key="total")
    assert terms.filter(side="expected").height == 21
    assert set(terms.drop_nulls("merged_into")["merged_into"]) == {"T3:other.total"}
    assert terms.drop_nulls("merged_into").height == 3
    assert FRAMES["cat_identity_term"].filter(edition="2019").drop_nulls("merged_into").height == 0


def test_every_identity_has_both_sides() -> None:
    key = ["edition", "rule_id", "check_key"]
    sides = FRAMES["cat_identity_term"].group_by(key).agg(pl.col("side").n_unique())
    assert sides.filter(pl.col("side") != 2).height == 0
    assert sides.height == FRAMES["cat_identity"].height


def test_the_cells_of_an_identity_are_as_many_as_its_terms_and_one_of_them_is_shown() -> None:
    key = ["edition", "line_no"]
    cells = FRAMES["cat_identity_cell"].group_by(key).agg(pl.len().alias("cells"), pl.col("is_shown").sum())
    lines = FRAMES["cat_identity_line"].join(cells, on=key, how="left")
    assert lines.filter(pl.col("cells") != pl.col("terms")).height == 0
    assert lines["is_shown"].to_list() == [1] * lines.height
    plain = FRAMES["cat_identity_line"].filter(~pl.col("is_merged"))
    assert plain.height == FRAMES["cat_identity"].height


def test_where_three_rows_are_printed_as_one_their_checks_and_their_terms_are_one() -> None:
    lines = FRAMES["cat_identity_line"].filter(edition="2021", rule_id="T3-RESULTS", check_key="total")
    assert dict(lines.select("is_merged", "terms").iter_rows()) == {False: 22, True: 20}
    assert FRAMES["cat_identity_cell"].filter(edition="2021", is_merged=True, cell_code="T3:other.total").height > 0
    assert FRAMES["cat_identity_cell"].filter(edition="2021", is_merged=False, cell_code="T3:other.total").height == 0


def test_a_merged_unit_names_its_successor_and_its_last_day() -> None:
    assert FRAMES["cat_succession"].rows() == [("investment_promotion", "commerce", date(2025, 6, 30), 1)]


def test_a_year_stands_after_its_quarters_and_knows_the_year_before() -> None:
    periods = FRAMES["cat_period"]
    assert periods["period"].to_list() == [
        *("2024Q1", "2024Q2", "2024Q3", "2024Q4", "2024"),
        *("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2025"),
    ]
    before = dict(periods.select("period", "previous_period").iter_rows())
    assert (before["2025Q1"], before["2025Q2"], before["2025"]) == ("2024Q4", "2025Q1", "2024")
