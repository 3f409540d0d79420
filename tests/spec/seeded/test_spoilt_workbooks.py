"""A year of a district in which some files are spoilt: collected in one go, every one is found for what it is, and no other."""

from __future__ import annotations

from pathlib import Path

from tests.spec.seeded.office import collected, deliveries


def test_every_spoilt_workbook_is_found_and_no_other(tmp_path: Path) -> None:
    outcomes = collected(tmp_path / "office", list(deliveries()))
    assert [(one.delivery.key, sorted(one.missed)) for one in outcomes if one.missed] == []
    assert [(one.delivery.key, sorted(one.false)) for one in outcomes if one.false] == []
    assert any(not one.delivery.expected for one in outcomes)
