"""Every hostile file the way that files go: into the inbox, through collect, and by hand through check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli.app import run
from tests.hostile.case import Hostile, labels
from tests.hostile.corpus import CORPUS, GOOD_UNITS, content
from tests.hostile.office import HostileOffice
from tests.unit.transforms.reading import CATALOG
from warehouse.store import open_store

pytestmark = pytest.mark.xdist_group("hostile office")
REFUSED = [case for case in CORPUS if case.code is not None]
HARMLESS = [case for case in CORPUS if case.code is None]


@pytest.mark.parametrize("case", REFUSED, ids=labels(REFUSED))
def test_a_hostile_file_is_refused_by_name_kept_and_answered(hostile_office: HostileOffice, case: Hostile) -> None:
    received = hostile_office.of(case)
    assert (received.status, received.code, received.cells) == ("unreadable", case.code, 0)
    assert case.code is not None
    answer = hostile_office.returned(case)
    assert received.message is not None
    assert received.message.rstrip("。") in answer
    assert CATALOG.file_error(case.code).remedy in answer
    assert hostile_office.keeps(case)


@pytest.mark.parametrize("case", HARMLESS, ids=labels(HARMLESS))
def test_what_is_odd_but_harmless_is_read(hostile_office: HostileOffice, case: Hostile) -> None:
    received = hostile_office.of(case)
    assert received.code is None
    assert received.status in ("returned", "duplicate")  # nobody's name stands on it
    assert hostile_office.keeps(case)


def test_the_other_files_are_read_and_count(hostile_office: HostileOffice) -> None:
    with open_store(hostile_office.workspace.database) as store:
        rows = store.rows("SELECT unit_code FROM core_submission WHERE status = 'accepted' ORDER BY unit_code")
    assert [row["unit_code"] for row in rows] == sorted(GOOD_UNITS)
    assert hostile_office.summary["errors"] == []
    assert hostile_office.summary["received"] == len(CORPUS) + len(GOOD_UNITS)


def test_collecting_ends_with_findings_and_a_second_time_with_nothing_new(
    hostile_office: HostileOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hostile_office.exit_code == 1
    root = str(hostile_office.workspace.root)
    assert run(["collect", "--workspace", root, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["received"] == 0


def test_check_names_each_and_reads_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` reads published reports of more kinds: what it does not refuse it has to find no report in."""
    for case in CORPUS:
        (tmp_path / case.file_name).write_bytes(content(case))
    assert run(["check", *(str(tmp_path / case.file_name) for case in CORPUS), "--json"]) == 2
    reports = {Path(report["path"]).name: report for report in json.loads(capsys.readouterr().out)["reports"]}
    assert set(reports) == {case.file_name for case in CORPUS}
    for case in HARMLESS:
        error = reports[case.file_name]["error"]
        assert error is None or error["code"] == "F07", case.label
    for case in REFUSED:
        error = reports[case.file_name]["error"]
        if case.id != "E07":  # who checks a file has it already: nothing is stored
            assert error is not None, case.label
            assert error["message"].endswith("。"), case.label
            assert not error["code"].startswith("P"), case.label
