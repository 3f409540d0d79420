"""Next year's document: read, adopted as rows that the office reviews, and never written over unasked."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.steps.intake import ADOPTED, archive_of, journal_of
from flows.steps.keypoints.adopt import Adopted, adopt
from flows.steps.keypoints.folder import write_keypoint_folder
from flows.steps.keypoints.workpoints import read_workpoints
from warehouse.catalog.catalog import CatalogError
from warehouse.catalog.keypoint_files import PROFILES, load_keypoints, profile_names
from warehouse.catalog.keypoints import Body
from warehouse.workspace import Workspace, WorkspaceError

MARCH = datetime(2026, 3, 20, 9)
DOCUMENT = """\
2026年云江区政务公开工作要点
云府办〔2026〕4号
各街道办事处，区政府各委、办、局：
一、主动公开
1.更新权责清单，于二季度前向社会公开。（责任单位：区司法局，各部门）
2.按照国家部署，公开涉企政策，听取中小企业意见占比原则上不低于50%。（责任单位：区经委牵头，各部门配合）
二、政民互动
3.办好政务公开专区，每季度至少开展1次活动。（责任单位：各街道）
云江区人民政府办公室
2026年3月2日
"""


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "office")


def document(tmp_path: Path, text: str = DOCUMENT, name: str = "2026要点.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def adopted(office: Workspace, file: Path, key: str | None = None, *, is_replacing: bool = False) -> Adopted:
    return adopt(office, file, read_workpoints(file), key=key, is_replacing=is_replacing, as_of=MARCH)


def reopened(office: Workspace) -> Workspace:
    return Workspace.open(office.root)


def test_a_new_document_becomes_rows_with_its_text_bodies_and_times(office: Workspace, tmp_path: Path) -> None:
    done = adopted(office, document(tmp_path))
    assert (done.key, done.tasks, done.indicators_from) == ("yunjiang-2026", 3, "proposed")
    [keypoints] = reopened(office).keypoints
    assert (keypoints.document_number, keypoints.issued_on, keypoints.year) == (
        "云府办〔2026〕4号",
        date(2026, 3, 2),
        2026,
    )
    assert keypoints.chapters == {"一": "主动公开", "二": "政民互动"}
    first, second, third = keypoints.tasks
    assert (first.id, first.name, first.due, first.due_text) == ("一1", "更新权责清单", date(2026, 6, 30), "二季度前")
    assert first.text == "更新权责清单，于二季度前向社会公开。"
    assert second.name == "公开涉企政策"  # the first clause only leads up to it
    assert second.bodies == (Body(name="区经委", role="lead"), Body(name="各部门", role="support"))
    assert third.bodies == (Body(name="各街道", role="responsible"),)


def test_proposed_indicators_ask_the_unit_for_two_numbers_or_one(office: Workspace, tmp_path: Path) -> None:
    adopted(office, document(tmp_path))
    [keypoints] = reopened(office).keypoints
    share, activities = keypoints.indicators
    assert (share.task, share.unit, share.operator, share.threshold) == ("一2", "ratio", ">=", Decimal("0.5"))
    assert share.denominator is not None
    assert share.name in share.numerator
    assert (activities.task, activities.unit, activities.period, activities.denominator) == (
        "二3",
        "count",
        "quarter",
        None,
    )


@pytest.mark.parametrize(
    ("said", "asks", "is_printed"),
    [
        ("每份政策文件至少采用3种方式解读", "取最少的一件", True),
        ("解读材料应在发布后5个工作日内报备", "取最长的一件", True),
        ("新增政策文件阅办联动全面上线", "达到要求的数", False),
    ],
)
def test_of_a_requirement_on_each_event_the_worst_one_is_asked(
    office: Workspace, tmp_path: Path, said: str, asks: str, is_printed: bool
) -> None:
    adopted(office, document(tmp_path, DOCUMENT.replace("更新权责清单，于二季度前向社会公开", said)))
    [indicator] = [one for one in reopened(office).keypoints[0].indicators if one.task == "一1"]
    assert asks in indicator.numerator
    assert "没有发生的填0" in (indicator.denominator or "")
    assert indicator.is_printed is is_printed


def test_the_file_itself_is_kept_and_named_in_the_journal(office: Workspace, tmp_path: Path) -> None:
    file = document(tmp_path)
    done = adopted(office, file)
    [event] = [event for event in journal_of(office) if event.kind == ADOPTED]
    assert event.facts == {"key": "yunjiang-2026", "file_name": "2026要点.txt", "sha256": done.sha256}
    assert archive_of(office).path(done.sha256).read_bytes() == file.read_bytes()


def test_adopting_the_same_document_twice_changes_nothing(office: Workspace, tmp_path: Path) -> None:
    file = document(tmp_path)
    adopted(office, file)
    before = reopened(office).keypoints_fingerprint
    assert adopted(office, file).changes == ()
    assert reopened(office).keypoints_fingerprint == before
    assert len(list(journal_of(office))) == 1


def test_what_people_have_reviewed_is_not_written_over_unasked(office: Workspace, tmp_path: Path) -> None:
    done = adopted(office, document(tmp_path))
    tasks = done.folder / "tasks.csv"
    tasks.write_text(tasks.read_text("utf-8-sig").replace(",更新权责清单,", ",权责清单,"), encoding="utf-8-sig")
    with pytest.raises(WorkspaceError, match=r"任务 一1 的 name 栏不同.*--replace"):
        adopted(office, document(tmp_path))
    assert reopened(office).keypoints[0].tasks[0].name == "权责清单"


def test_a_replacement_says_what_changed_and_keeps_what_stood_there(office: Workspace, tmp_path: Path) -> None:
    adopted(office, document(tmp_path))
    later = DOCUMENT.replace("二季度前", "10月底前").replace("3.办好政务公开专区", "3.公开会议\n4.办好政务公开专区")
    done = adopted(office, document(tmp_path, later), is_replacing=True)
    assert "任务 一1 的 summary、text、due_text、due 栏不同" in done.changes
    assert any(change.startswith("新增任务 二4") for change in done.changes)
    assert done.former is not None
    assert load_keypoints(done.former).tasks[0].due == date(2026, 6, 30)
    assert [one.key for one in reopened(office).keypoints] == ["yunjiang-2026"]
    assert reopened(office).keypoints[0].tasks[0].due == date(2026, 10, 31)


def test_a_document_with_a_number_twice_stops_nobody(office: Workspace, tmp_path: Path) -> None:
    file = document(tmp_path)
    reading = read_workpoints(file)
    twice = (*reading.tasks, reading.tasks[0])
    with pytest.raises(CatalogError, match="任务编号“一1”重复"):
        adopt(office, file, type(reading)(**{**_fields(reading), "tasks": twice}), as_of=MARCH)
    assert reopened(office).keypoints == ()
    assert list(journal_of(office)) == []


def _fields(reading: object) -> dict[str, object]:
    return {name: getattr(reading, name) for name in reading.__dataclass_fields__}  # type: ignore[attr-defined]


def test_a_document_without_a_date_says_what_to_add(office: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="没有认出这份文件的成文日期"):
        adopted(office, document(tmp_path, DOCUMENT.replace("2026年3月2日\n", "")))


@pytest.mark.parametrize("key", ["../x", "宝山", "A B", "x" * 60, "."])
def test_a_key_is_a_plain_name(office: Workspace, tmp_path: Path, key: str) -> None:
    with pytest.raises(WorkspaceError, match="名称"):
        adopted(office, document(tmp_path), key)


@pytest.mark.parametrize("name", profile_names())
def test_written_rows_are_read_back_as_they_were(name: str, tmp_path: Path) -> None:
    shipped = load_keypoints(PROFILES / name)
    write_keypoint_folder(shipped, tmp_path / name)
    assert load_keypoints(tmp_path / name) == shipped


@pytest.mark.parametrize("name", profile_names())
def test_a_known_document_brings_its_reviewed_rows_and_gains_its_text(name: str, tmp_path: Path) -> None:
    seeds = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip(f"the five documents are not part of the project, and {seeds} is not there")
    shipped = load_keypoints(PROFILES / name)
    [file] = [path for path in seeds.glob("*.txt") if read_workpoints(path).document_number == shipped.document_number]
    office = Workspace.create(tmp_path / "office", profile=name)
    done = adopted(office, file)
    assert (done.key, done.indicators_from, done.changes) == (name, "declared", ())
    [keypoints] = reopened(office).keypoints
    assert keypoints.indicators == shipped.indicators
    assert all(task.text for task in keypoints.tasks)
    assert [task.model_copy(update={"text": None}) for task in keypoints.tasks] == list(shipped.tasks)


def test_the_command_adopts_and_says_where(
    office: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = [str(document(tmp_path)), "--adopt", "--key", "own-2026", "-w", str(office.root)]
    assert run(["workpoints", *where]) == 0
    said = capsys.readouterr().out
    assert "已采用为 own-2026：3 项任务" in said
    assert "indicators.csv" in said
    assert run(["workpoints", *where, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["adopted"]["key"], told["adopted"]["changes"], len(told["tasks"])) == ("own-2026", [], 3)
