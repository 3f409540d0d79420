"""A correction touches what depends on it, and says what that was: a release that takes the rest from a former one is, to the byte, the
release that is made from nothing.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from flows.steps.publish import PublishSummary, publish
from tests.functional.publishing_office import LICENCES, Q1, Office
from warehouse.release import Release, manifest_of
from warehouse.workspace import Workspace

DAY = datetime(2025, 8, 20)
# The database is as large and as full, but its pages lie otherwise each time it is written; the manifest names its hash.
_OF_EACH_WRITING = {"zwgk.duckdb", "manifest.json"}


@dataclass(frozen=True)
class Twice:
    """The same correction published twice: what nothing changed for taken from former releases, and everything made anew."""

    taken: PublishSummary
    anew: PublishSummary

    def files(self, summary: PublishSummary) -> dict[str, bytes]:
        """Every file of a release by its path."""
        assert summary.path is not None
        found = (path for path in summary.path.rglob("*") if path.is_file())
        return {path.relative_to(summary.path).as_posix(): path.read_bytes() for path in found}

    def manifest(self, summary: PublishSummary) -> dict[str, object]:
        """What the release says of itself."""
        assert summary.path is not None
        return manifest_of(Release(summary.path.name, summary.path))


@pytest.fixture(scope="module")
def twice(published_year: Office, tmp_path_factory: pytest.TempPathFactory) -> Twice:
    folder = tmp_path_factory.mktemp("correction")
    root = folder / "one"
    shutil.copytree(published_year.workspace.root, root, symlinks=True)
    office = Office.__new__(Office)
    office.workspace, office.figures, office.published = Workspace.open(root), published_year.figures, []
    office.send("yunxi_town", Q1, datetime(2025, 8, 19), "再更正", **{LICENCES: 3})
    other = folder / "other"
    shutil.copytree(root, other, symlinks=True)
    taken = publish(Workspace.open(root), Q1, as_of=DAY)
    anew = publish(Workspace.open(other), Q1, as_of=DAY, anew=True)
    return Twice(taken, anew)


def test_what_is_taken_from_a_former_release_is_to_the_byte_what_would_be_made(twice: Twice) -> None:
    taken, anew = twice.files(twice.taken), twice.files(twice.anew)
    assert set(taken) == set(anew)
    assert [name for name in sorted(set(taken) - _OF_EACH_WRITING) if taken[name] != anew[name]] == []
    one, other = twice.manifest(twice.taken), twice.manifest(twice.anew)
    assert {key: one[key] for key in one if key != "files"} == {key: other[key] for key in other if key != "files"}


def test_pages_of_other_reports_are_taken_and_the_corrected_one_is_made(twice: Twice) -> None:
    touched, made = twice.taken.touched, twice.anew.touched
    assert touched is not None
    assert made is not None
    assert 0 < touched.pages_taken < touched.pages
    assert made.pages_taken == made.documents_taken == 0


def test_only_tables_that_the_correction_reaches_are_built(twice: Twice) -> None:
    touched, made = twice.taken.touched, twice.anew.touched
    assert touched is not None
    assert made is not None
    assert {"fct_cell", "core_fold", "rpt_quarterly_units"} <= set(touched.tables_built)
    assert set(touched.tables_built).isdisjoint({"dim_cell", "core_lineage", "fct_portal_metric"})
    assert set(touched.tables_built) < set(made.tables_built)


def test_it_says_in_a_line_what_it_was_for_and_what_was_touched(twice: Twice) -> None:
    touched = twice.taken.touched
    assert touched is not None
    assert touched.sentence.startswith("因云江区云溪镇人民政府2025年第一季度更正报送：重新计算 ")
    assert f"、{touched.pages_taken} 页沿用。" in touched.sentence
    assert Path(str(twice.taken.path)).is_dir()
