"""Documents are taken from where they lie only where all that they are written from is the same, and they are still what was written."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.steps import drafts
from flows.steps.drafts import Draft, Shelf, keep_record, key_of, save_drafts, spelled
from warehouse.catalog.catalog import Catalog, load_catalog
from warehouse.catalog.period import Period

CATALOG = load_catalog()


@dataclass(frozen=True)
class Facts:
    """What a test's document says."""

    unit: str
    values: dict[str, Decimal | None]
    day: date = date(2025, 4, 10)


FINANCE = Facts("财政局", {"new": Decimal(3), "total": None})


def written(facts: Facts, _: Catalog) -> bytes:
    return repr(facts).encode()


def otherwise(facts: Facts, _: Catalog) -> bytes:
    return repr(facts).upper().encode()


def test_what_was_written_from_the_same_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "documents" / "2025Q1", tmp_path / "documents" / "2025Q2"
    keep_record(first, save_drafts(first, [Draft("a.txt", written, FINANCE)], CATALOG, Shelf()))
    monkeypatch.setattr(Draft, "content", None)
    saved = save_drafts(second, [Draft("b.txt", written, FINANCE)], CATALOG, Shelf.of(tmp_path, tmp_path / "documents"))
    assert saved.taken == {"b.txt"}
    assert (second / "b.txt").read_bytes() == written(FINANCE, CATALOG)


def test_a_file_that_is_no_longer_what_was_written_is_written_anew(tmp_path: Path) -> None:
    first, second = tmp_path / "documents" / "2025Q1", tmp_path / "documents" / "2025Q2"
    keep_record(first, save_drafts(first, [Draft("a.txt", written, FINANCE)], CATALOG, Shelf()))
    (first / "a.txt").write_text("改过")
    saved = save_drafts(second, [Draft("a.txt", written, FINANCE)], CATALOG, Shelf.of(tmp_path, tmp_path / "documents"))
    assert saved.taken == set()
    assert (second / "a.txt").read_bytes() == written(FINANCE, CATALOG)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"made_from": {"a.txt": "k"}}', '{"made_from": 3, "files": {}}'])
def test_a_record_that_says_nothing_sensible_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "2025Q1").mkdir()
    (tmp_path / "2025Q1" / ".made_from.json").write_text(text)
    assert Shelf.of(tmp_path / "none", tmp_path).take("k") is None


@pytest.mark.parametrize(
    "other",
    [
        Draft("a.txt", otherwise, FINANCE),
        Draft("a.txt", written, replace(FINANCE, unit="审计局")),
        Draft("a.txt", written, replace(FINANCE, values={"new": Decimal(4), "total": None})),
        Draft("a.txt", written, replace(FINANCE, values={"new": Decimal(3)})),
        Draft("a.txt", written, replace(FINANCE, values={"new": Decimal(3), "total": Decimal(0)})),
        Draft("a.txt", written, replace(FINANCE, values={"total": None, "new": Decimal(3)})),
        Draft("a.txt", written, replace(FINANCE, day=date(2025, 4, 11))),
    ],
)
def test_another_fact_or_another_way_of_writing_has_another_key(other: Draft) -> None:
    assert key_of(other, CATALOG) != key_of(Draft("a.txt", written, FINANCE), CATALOG)


def test_another_program_or_catalogue_has_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = Draft("a.txt", written, FINANCE)
    key, catalog = key_of(draft, CATALOG), CATALOG.having(fingerprint="other")
    assert key_of(draft, catalog) != key
    monkeypatch.setattr(drafts, "program_fingerprint", lambda: "other")
    assert key_of(draft, CATALOG) != key


def test_values_are_told_apart_by_kind_and_sets_have_one_order() -> None:
    assert repr(spelled(1)) != repr(spelled("1")) != repr(spelled(Decimal(1)))
    assert spelled({"b", "a"}) == spelled({"a", "b"})
    assert spelled(Period(2025, 1)) == ("Period", [("year", 2025), ("quarter", 1)])


def test_what_is_not_known_is_not_passed_over() -> None:
    with pytest.raises(TypeError, match="spelled out"):
        spelled({"store": object()})


def test_the_record_says_what_each_file_was_made_from(tmp_path: Path) -> None:
    draft = Draft("各单位/a.txt", written, FINANCE)
    keep_record(tmp_path, save_drafts(tmp_path, [draft], CATALOG, Shelf()))
    assert json.loads((tmp_path / ".made_from.json").read_text())["made_from"] == {draft.name: key_of(draft, CATALOG)}
