"""Each of the five documents as a ready office: `zwgk init --profile`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli import outcome
from flows.cli.app import run
from warehouse.catalog.catalog import EXAMPLE_REGISTER
from warehouse.catalog.keypoint_files import PROFILES, profile_names
from warehouse.workspace import Workspace, WorkspaceError


@pytest.mark.parametrize("name", profile_names())
def test_a_profile_becomes_an_office_with_its_own_units_and_key_points(name: str, tmp_path: Path) -> None:
    office = Workspace.create(tmp_path / "office", profile=name)
    [keypoints] = office.keypoints
    assert keypoints.key == name
    assert office.keypoints_of(keypoints.year) == (keypoints,)
    assert office.register_path.read_bytes() == (PROFILES / name / "units.csv").read_bytes()
    assert keypoints.jurisdiction in office.register.root.name


def test_without_a_profile_it_is_the_example_district_and_no_key_points(tmp_path: Path) -> None:
    office = Workspace.create(tmp_path / "office")
    assert office.keypoints == ()
    assert office.has_example_register


def test_the_invented_district_can_work_by_a_real_document(tmp_path: Path) -> None:
    office = Workspace.create(tmp_path / "office", profile="baoshan-2025", units="yunjiang")
    assert office.register_path.read_bytes() == EXAMPLE_REGISTER.read_bytes()
    assert [one.key for one in office.keypoints] == ["baoshan-2025"]


def test_what_the_office_wrote_itself_is_kept_when_a_profile_is_added(tmp_path: Path) -> None:
    office = Workspace.create(tmp_path / "office", profile="qingpu-2025")
    mine = office.register_path.read_text(encoding="utf-8").replace("夏阳", "虹桥")
    office.register_path.write_text(mine, encoding="utf-8")
    tasks = office.keypoints_folder / "qingpu-2025" / "tasks.csv"
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("政府开放月", "开放月"), encoding="utf-8")
    again = Workspace.create(tmp_path / "office", profile="qingpu-2025")
    more = Workspace.create(tmp_path / "office", profile="shanghai-2025")
    assert again.register_path.read_text(encoding="utf-8") == mine
    assert again.keypoints[0].by_id["三16"].name == "开放月"
    assert [one.key for one in more.keypoints] == ["qingpu-2025", "shanghai-2025"]


@pytest.mark.parametrize("asked", [{"profile": "pudong-2025"}, {"units": "pudong"}])
def test_an_unknown_name_lists_what_there_is_and_makes_no_folder(asked: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as said:
        Workspace.create(tmp_path / "office", **asked)
    assert all(name in str(said.value) for name in profile_names())
    assert not (tmp_path / "office").exists()


def test_the_command_says_what_it_took(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = tmp_path / "office"
    assert run(["init", "--profile", "jinshan-2024", str(office), "--json"]) == outcome.DONE
    said = json.loads(capsys.readouterr().out)
    [keypoints] = said["keypoints"]
    assert (keypoints["title"], keypoints["tasks"]) == ("2024年金山区政务公开工作要点", 75)
    assert said["units"] == 40
    assert keypoints["open_tasks"] == 14 + 2  # 各相关部门、各相关单位
    assert run(["init", "--profile", "jinshan-2024", str(office)]) == outcome.DONE
    assert "zwgk templates --period 2024Q2" in capsys.readouterr().out
    assert run(["init", "--profile", "2024", str(office)]) == outcome.WRONG_USE
    assert "jinshan-2024（2024年金山区政务公开工作要点）" in capsys.readouterr().err
