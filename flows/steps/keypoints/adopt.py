"""Adopt: a key-point document that was read becomes the office's own declared rows, and the file goes into the archive for good.

A document that comes with the program brings its reviewed names and indicators; of another one they are proposals to review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.sources.names import display_name
from flows.steps.intake import ADOPTED, archive_of, journal_of, local_now
from flows.steps.keypoints.folder import write_keypoint_folder
from flows.steps.keypoints.workpoints import declared_document
from transforms.keypoints.model import KeypointReading, ProposedIndicator, ReadTask
from warehouse.archive import sync_directory
from warehouse.catalog.adoption import AdoptionWords, load_adoption_words
from warehouse.catalog.catalog import validated
from warehouse.catalog.keypoint_files import load_keypoints
from warehouse.catalog.keypoints import Body, KeyPoints, Task, TaskIndicator
from warehouse.store import open_store
from warehouse.workspace import Workspace, WorkspaceError

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{1,39}")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Adopted:
    """What an adoption wrote. `changes` are sentences against the rows that stood there before, which are kept in `former`."""

    key: str
    folder: Path
    sha256: str
    tasks: int
    indicators: int
    indicators_from: str
    changes: tuple[str, ...]
    former: Path | None


def adopt(
    workspace: Workspace,
    file: Path,
    reading: KeypointReading,
    *,
    key: str | None = None,
    is_replacing: bool = False,
    as_of: datetime | None = None,
) -> Adopted:
    """Writes `keypoints/<key>/` from what was read of a file, and lands the file. Raises WorkspaceError.

    Rows that stand there already are only replaced where that is wanted, and are kept beside the new ones.
    """
    declared = declared_document(reading.document_number)
    chosen = _key(workspace, reading, declared, key)
    folder, at = workspace.keypoints_folder / chosen, as_of or local_now()
    with TemporaryDirectory(dir=workspace.root, prefix=".adopting-") as aside:
        # Read back before it takes its place: a document with a number twice must not stop the whole office.
        draft = Path(aside) / chosen
        write_keypoint_folder(derive_keypoints(reading, declared, chosen, load_adoption_words()), draft)
        after = load_keypoints(draft)
        before = load_keypoints(folder) if (folder / "document.yaml").exists() else after
        changes = tuple(_changes(before, after))
        if changes and not is_replacing:
            raise WorkspaceError(_refusal(folder, changes))
        with open_store(workspace.warehouse):
            former = _set_aside(folder, at) if changes else None
            _take_place(draft, folder)
            sha256 = _land(workspace, file, chosen, at)
    source = reading.indicators_from
    return Adopted(chosen, folder, sha256, len(after.tasks), len(after.indicators), source, changes, former)


def derive_keypoints(reading: KeypointReading, declared: KeyPoints | None, key: str, words: AdoptionWords) -> KeyPoints:
    """The declared rows of a document that was read. Raises WorkspaceError where it does not say of which year it is, or when issued."""
    if reading.year is None or reading.issued_on is None:
        lacking = "、".join(
            word for word, value in (("年份", reading.year), ("成文日期", reading.issued_on)) if value is None
        )
        raise WorkspaceError(
            f"没有认出这份文件的{lacking}，时间节点无法换算。请在文件中补上（标题写明年份，文末写明成文日期）再试。"
        )
    known = {} if declared is None else declared.by_id
    tasks = tuple(_task(task, known.get(task.id), words) for task in reading.tasks)
    chapters = reading.chapters | {
        task.chapter: task.heading or words.whole_document for task in tasks if task.chapter not in reading.chapters
    }
    head = {
        "title": reading.title or reading.notice_title or key,
        "document_number": reading.document_number or "",
        "issued_on": reading.issued_on,
        "year": reading.year,
        "jurisdiction": reading.jurisdiction or "",
        "chapters": {chapter: chapters[chapter] for chapter in dict.fromkeys(task.chapter for task in tasks)},
    }
    if declared is not None:
        head |= _head(declared) | {"chapters": {**chapters, **declared.chapters}}
    rows = {"key": key, "tasks": tasks, "indicators": tuple(_indicators(reading, declared, words))}
    return validated(KeyPoints, Path(key), head | rows)


def _refusal(folder: Path, changes: Sequence[str]) -> str:
    shown = "；".join(changes[:_SHOWN]) + ("……" if len(changes) > _SHOWN else "")
    return (
        f"工作要点 {folder} 已经有了，与这份文件有 {len(changes)} 处不同：{shown}。"
        "确要覆盖请加 --replace（原来的另存一份），要另立一份请用 --key 另取名称。"
    )


def _land(workspace: Workspace, file: Path, key: str, at: datetime) -> str:
    """Archives the file and journals it once: so a task can be traced to the document that it stands in."""
    sha256 = archive_of(workspace).land(file.read_bytes())
    journal = journal_of(workspace)
    if not any(
        event.kind == ADOPTED and (event.facts["key"], event.facts["sha256"]) == (key, sha256) for event in journal
    ):
        journal.append(ADOPTED, at, [{"key": key, "file_name": display_name(file.name), "sha256": sha256}])
    return sha256


def _key(workspace: Workspace, reading: KeypointReading, declared: KeyPoints | None, key: str | None) -> str:
    chosen = key or (declared.key if declared is not None else f"{workspace.register.root.code}-{reading.year}")
    if not _KEY.fullmatch(chosen):
        raise WorkspaceError(f"名称“{chosen}”不合适：只用小写英文字母、数字和连字符，例如 baoshan-2026。")
    return chosen


def _task(read: ReadTask, known: Task | None, words: AdoptionWords) -> Task:
    """A task with the document's text; where people have reviewed it before, the rest is theirs."""
    if known is not None:
        return known.model_copy(update={"text": read.text})
    named = read.annex.name if read.annex is not None else None
    is_quarterly = read.due_text is not None and words.quarterly.search(read.due_text) is not None
    return Task(
        id=read.id,
        number=read.number,
        chapter=read.chapter or words.whole_document,
        section=read.section,
        heading=read.heading or words.whole_document,
        name=named or words.short_name(read.text) or read.heading or read.id,
        summary=words.summary(read.text if read.annex is None else read.annex.content) or read.heading or read.id,
        text=read.text,
        bodies=tuple(Body(name=body.name, role=body.role) for body in read.bodies),
        due_text=read.due_text,
        due=read.due,
        recurs="quarter" if is_quarterly else None,
    )


def _indicators(reading: KeypointReading, declared: KeyPoints | None, words: AdoptionWords) -> Iterator[TaskIndicator]:
    if declared is not None:
        read = {task.id for task in reading.tasks}
        yield from (one for one in declared.indicators if one.task in read)
        return
    for task in reading.tasks:
        for number, one in enumerate(task.indicators, 1):
            asked = words.asked_for(one.operator, one.unit, one.period)
            yield TaskIndicator.model_validate(
                {
                    "task": task.id,
                    "code": f"proposed_{number}",
                    "name": one.name,
                    "operator": one.operator,
                    "threshold": one.threshold,
                    "unit": one.unit,
                    "period": one.period,
                    "is_printed": _is_printed(one, task.text),
                    "numerator": asked.numerator.format(name=one.name),
                    "denominator": asked.denominator and asked.denominator.format(name=one.name),
                }
            )


def _is_printed(indicator: ProposedIndicator, text: str) -> bool:
    """A whole ratio and a plain none are our reading of 全面, 同步 or 不断链, unless the figure itself stands there."""
    is_extreme = (indicator.unit == "ratio" and indicator.threshold == 1) or indicator.threshold == 0
    return not is_extreme or "100" in text


def _changes(before: KeyPoints, after: KeyPoints) -> Iterator[str]:
    """What the new rows say otherwise, for the office: which tasks came, went or read differently, and which indicators.

    A text that was not there before, as in the documents that come with the program, is a gain and no change.
    """
    if _head(before) != _head(after):
        yield f"文件信息：{before.title}（{before.document_number}）→ {after.title}（{after.document_number}）"
    yield from (f"新增任务 {task.id}“{task.name}”" for task in after.tasks if task.id not in before.by_id)
    yield from (f"不再有任务 {task.id}“{task.name}”" for task in before.tasks if task.id not in after.by_id)
    for task in after.tasks:
        former = before.by_id.get(task.id, task)
        said = [name for name in Task.model_fields if getattr(former, name) is not None]
        differing = [name for name in said if getattr(former, name) != getattr(task, name)]
        if differing:
            yield f"任务 {task.id} 的 {'、'.join(differing)} 栏不同"
    old, new = ({(one.task, one.code): one for one in keypoints.indicators} for keypoints in (before, after))
    yield from (f"新增指标 {task} {code}" for task, code in new if (task, code) not in old)
    yield from (f"不再有指标 {task} {code}" for task, code in old if (task, code) not in new)
    yield from (f"指标 {task} {code} 有改动" for (task, code), one in new.items() if old.get((task, code), one) != one)


def _head(keypoints: KeyPoints) -> dict[str, object]:
    return keypoints.model_dump(exclude={"key", "tasks", "indicators"})


def _set_aside(folder: Path, at: datetime) -> Path:
    """Keeps a copy of the rows that stand there in a folder below, where nothing reads them."""
    former = folder / f"former-{at:%Y%m%d-%H%M%S}"
    former.mkdir(exist_ok=True)
    for path in folder.glob("*.*"):
        if path.is_file():
            (former / path.name).write_bytes(path.read_bytes())
    return former


def _take_place(draft: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in draft.iterdir():
        path.replace(folder / path.name)
    sync_directory(folder)
