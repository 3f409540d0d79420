"""Which answers go with which figures: of the period itself, and of the year that the quarters make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.catalog.catalog import load_catalog, load_register
from warehouse.catalog.period import Period
from warehouse.catalog_tables import catalog_frames
from warehouse.notes import read_figure_notes
from warehouse.store import Store, open_store

UNITS = Path(__file__).parents[2] / "sql" / "units.csv"
STOCK, OPENING, CLOSING = "T2:normative_document.in_force", "T3:carried_in.total", "T3:carried_out.total"
FILL = f"""
    INSERT INTO core_submission (submission_id, unit_code, period, form_code, scope, status) VALUES
        (1, 'bureau', '2025Q1', 'quarter', 'own', 'accepted'), (2, 'bureau', '2025Q2', 'quarter', 'own', 'accepted'),
        (3, 'street', '2025Q1', 'quarter', 'own', 'superseded'), (4, 'street', '2025Q1', 'quarter', 'own', 'nil'),
        (5, 'street', '2025Q2', 'quarter', 'own', 'accepted'), (6, 'street', '2025', 'annual', 'own', 'accepted'),
        (7, 'bureau', '2024Q4', 'quarter', 'own', 'accepted');
    INSERT INTO dq_answer (submission_id, kind, rule_id, table_code, cell_code, answer) VALUES
        (1, 'explanation', 'T2-STOCK', 'T2', '{STOCK}', '一季度期满失效'),
        (1, 'explanation', NULL, 'T3', '{OPENING}', '一季度期初'),
        (2, 'explanation', NULL, 'T3', '{OPENING}', '二季度期初'),
        (2, 'explanation', 'A', 'T3', '{CLOSING}', '二季度期末'), (2, 'explanation', 'B', 'T3', '{CLOSING}', '二季度期末'),
        (3, 'explanation', NULL, NULL, NULL, '旧版'), (4, 'explanation', NULL, NULL, NULL, '新版'),
        (5, 'waiver', 'FILE-NAME', NULL, NULL, '文件名写错'), (5, 'waiver', 'T4-TOTAL', 'T4', 'T4:review.total', '口径不同'),
        (6, 'explanation', NULL, 'T2', '{STOCK}', '全年'), (7, 'explanation', NULL, 'T2', '{STOCK}', '上年');
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    catalog, register = load_catalog(), load_register(UNITS)
    with open_store(tmp_path_factory.mktemp("work") / "zwgk.duckdb") as opened:
        for name, frame in catalog_frames(catalog, register, range(2024, 2027)).items():
            opened.temporary(name, frame)
        opened.build("core_lineage")
        opened.connection.execute(FILL)
        opened.connection.execute(
            """INSERT INTO dim_unit (unit_code, unit_name, group_name, is_rolled_up)
               SELECT unit_code, name, kind, is_rolled_up FROM cat_unit"""
        )
        yield opened


def said(store: Store, period: str, *, is_folded: bool = False) -> dict[str, str]:
    """The answers, with the unit whose figure each goes with."""
    rows = read_figure_notes(store, Period.parse(period), is_folded=is_folded)
    assert len(rows) == len({row["answer"] for row in rows})
    return {row["answer"]: row["head_code"] for row in rows}


def test_a_quarter_has_the_answers_of_the_reports_that_count_for_it(store: Store) -> None:
    assert said(store, "2025Q1") == {"一季度期满失效": "bureau", "一季度期初": "bureau", "新版": "street"}


def test_one_note_that_answers_two_findings_is_said_once(store: Store) -> None:
    rows = read_figure_notes(store, Period(2025, 2), is_folded=False)
    assert [(row["answer"], row["is_to_finding"]) for row in rows if row["cell_code"] == CLOSING] == [
        ("二季度期末", True)
    ]


def test_what_moved_a_stock_goes_with_the_year_and_an_opening_only_from_the_first_quarter(store: Store) -> None:
    assert said(store, "2025Q2", is_folded=True) == {
        "一季度期满失效": "bureau",
        "一季度期初": "bureau",
        "二季度期末": "bureau",
        "新版": "street",
        "口径不同": "street",
    }


def test_a_year_with_an_annual_form_has_the_answers_given_with_that_form(store: Store) -> None:
    year = said(store, "2025", is_folded=True)
    assert {answer for answer, head in year.items() if head == "street"} == {"全年"}
    assert {answer for answer, head in year.items() if head == "bureau"} == {
        "一季度期满失效",
        "一季度期初",
        "二季度期末",
    }


def test_a_waiver_of_what_is_not_about_a_table_goes_with_no_figure(store: Store) -> None:
    assert "文件名写错" not in said(store, "2025Q2")
    assert "口径不同" in said(store, "2025Q2")
