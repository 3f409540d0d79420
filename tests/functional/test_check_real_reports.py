"""Five published reports in five shapes each, with running text around their tables, through `zwgk check` with every rule on.

The figures are as published; the text is written in the manner of such reports, from the same figures.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.cli.app import run
from tests.spec.seeded.drawing import SHAPES
from tests.spec.seeded.reports import Annual
from tests.spec.seeded.wording import compared, told

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "real"
YEAR_BEFORE = {"003": "002", "012": "011"}
WRONG_TOTALS = [("T4-TOTAL", "T4", "review", "total", 11, 0), ("T4-TOTAL", "T4", "suit_after_review", "total", 5, 0)]
Facts = dict[str, dict[str, Any]]
pytestmark = pytest.mark.xdist_group("real_reports")


def annual(name: str, fact: dict[str, Any]) -> Annual:
    figures = {f"{table}:{code}": value for table, cells in fact["tables"].items() for code, value in cells.items()}
    is_merged = "T3:other.total" in figures
    return told(Annual(fact["unit"], fact["year"], figures, f"real/{name}", "68820113", is_merged=is_merged))


@pytest.fixture(scope="module")
def facts() -> Facts:
    if not REAL.is_dir():
        pytest.skip(f"the published reports are not beside this checkout: {REAL} does not exist")
    read = {path.stem: path.read_text(encoding="utf-8") for path in sorted(REAL.glob("*.json"))}
    return {name: json.loads(text, parse_float=Decimal, parse_int=Decimal) for name, text in read.items()}


@pytest.fixture(scope="module")
def checked(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit code, and the reports by name and shape."""
    folder = tmp_path_factory.mktemp("real")
    reports = {name: annual(name, {**fact, "year": int(fact["year"])}) for name, fact in facts.items()}
    for name, before in YEAR_BEFORE.items():
        reports[name] = compared(reports[name], reports[before])
    for name, report in reports.items():
        for shape, draw in SHAPES.items():
            (folder / f"{name}.{shape}").write_bytes(draw(report))
    with pytest.MonkeyPatch.context() as patched:
        written: list[str] = []
        patched.setattr("sys.stdout.write", written.append)
        code = run(["check", str(folder), "--json"])
    return code, {Path(one["path"]).name: one for one in json.loads("".join(written))["reports"]}


def test_every_shape_of_every_report_is_read(facts: Facts, checked: tuple[int, dict[str, dict[str, Any]]]) -> None:
    code, reports = checked
    assert set(reports) == {f"{name}.{shape}" for name in facts for shape in SHAPES}
    assert [one["path"] for one in reports.values() if one["error"] is not None] == []
    assert code == 1


def test_every_cell_is_as_published_and_no_other_is_read(
    facts: Facts, checked: tuple[int, dict[str, dict[str, Any]]]
) -> None:
    for name, report in checked[1].items():
        fact = facts[name[:3]]
        assert (report["unit"], report["year"], report["form"]) == (fact["unit"], fact["year"], fact["form"]), name
        assert report["tables"] == _plain(fact["tables"]), name


def _plain(tables: dict[str, dict[str, Any]]) -> dict[str, dict[str, float | None]]:
    return {t: {c: None if v is None else float(v) for c, v in cells.items()} for t, cells in tables.items()}


def test_the_findings_are_the_two_wrong_totals_of_2023_and_no_others(
    checked: tuple[int, dict[str, dict[str, Any]]],
) -> None:
    keys = ("rule_id", "table", "row", "column", "expected", "actual")
    for name, report in checked[1].items():
        found = [tuple(finding[key] for key in keys) for finding in report["findings"]]
        assert found == (WRONG_TOTALS if name.startswith("002") else []), name


def test_the_text_of_every_report_is_weighed(tmp_path: Path, facts: Facts, capsys: pytest.CaptureFixture[str]) -> None:
    """That nothing is found in the text means something: the text of 003 makes these checks, and they pass."""
    report = annual("003", {**facts["003"], "year": 2024})
    (tmp_path / "003.html").write_bytes(SHAPES["plain.html"](report))
    run(["check", str(tmp_path / "003.html"), "--json", "--all"])
    findings = json.loads(capsys.readouterr().out)["reports"][0]["findings"]
    passed = {finding["rule_id"] for finding in findings if finding["outcome"] == "pass"}
    weighed = {
        "TEXT-FIGURE",
        "TEXT-HANDLED",
        "TEXT-PARTS",
        "TEXT-PERCENT",
        "TEXT-PERIOD",
        "TEXT-CITATION",
    }
    assert weighed | {"TEXT-RESIDUE", "TEXT-CONSISTENT", "FORM-EDITION"} <= passed
