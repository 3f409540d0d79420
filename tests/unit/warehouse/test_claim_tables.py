"""What is declared about running text, as relations; and a declaration that is broken says where."""

from __future__ import annotations

import polars as pl
import pytest
from pydantic import ValidationError

from warehouse.catalog.catalog import EXAMPLE_REGISTER, load_catalog, load_register
from warehouse.catalog.claims import ClaimWords
from warehouse.catalog_tables import catalog_frames

CATALOG = load_catalog()
FRAMES = catalog_frames(CATALOG, load_register(EXAMPLE_REGISTER), range(2024, 2026))
CELLS = FRAMES["cat_claim_cell"].filter(edition="2021")


def _cells(subject: str, role: str) -> set[str]:
    return set(CELLS.filter(subject=subject, role=role)["cell_code"])


def test_a_subject_is_the_cells_of_the_figures_that_it_names() -> None:
    assert _cells("new", "figure") == {"T3:new.total"}
    assert _cells("new", "also") == {"T3:new.total", "T3:carried_in.total"}
    assert len(_cells("refused", "figure")) == 8
    assert len(_cells("suits", "figure")) == 2


def test_the_classes_cover_every_result_row() -> None:
    parts = FRAMES["cat_claim_subject"].filter(part_of="total")["subject"]
    covered = {code for part in parts for code in _cells(part, "figure")}
    results = {cell.code for cell in CATALOG.edition("2021").cells if cell.role == "result" and cell.column == "total"}
    assert covered == results


def test_every_subject_that_a_rule_compares_has_cells() -> None:
    compared = {subject for rule in CATALOG.rules for subject in rule.subjects}
    known = set(FRAMES["cat_claim_subject"]["subject"])
    assert compared - known == set()
    figures = set(CATALOG.rule("TEXT-FIGURE").subjects)
    assert figures - set(CELLS.filter(role="figure")["subject"]) == set()


def test_fee_tiers_come_to_the_sums_of_the_worked_examples() -> None:
    amounts = {(method, before): (price, after) for method, before, price, after in FRAMES["cat_fee_amount"].rows()}
    assert amounts["item", 0] == (100, 20 * 100)
    assert amounts["item", 2000] == (200, 20 * 100 + 10 * 200)
    assert amounts["page", 700] == (20, 70 * 10 + 100 * 20)


def test_a_document_keeps_its_year_and_number_apart_from_its_name() -> None:
    series = dict(FRAMES["cat_citation"].select("number", "series").iter_rows())
    assert series["国办公开办函〔2021〕30号"] == "〔2021〕30号"
    assert series["国务院令第711号"] is None


def test_thresholds_name_cells_that_there_are() -> None:
    known = set(FRAMES["cat_cell"]["cell_code"])
    assert set(FRAMES["cat_threshold"]["cell_code"]) <= known
    assert FRAMES["cat_threshold"].filter(pl.col("ratio") <= 1).height == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"patterns": ("(收到",)}, "不是正则表达式"),
        ({"outcome_of": "nobody"}, "没有声明"),
    ],
)
def test_a_broken_declaration_says_what_is_wrong(changed: dict[str, object], said: str) -> None:
    words = CATALOG.claims.words.model_dump()
    words["subjects"] = [{**words["subjects"][0], **changed}, *words["subjects"][1:]]
    with pytest.raises(ValidationError, match=said):
        ClaimWords.model_validate(words)
