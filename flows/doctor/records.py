"""What must never be lost or changed, and what is derived from it: journal, archive, ledger, releases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from flows.doctor.seen import Seen, broken, fine, hint, listed
from flows.steps.intake import RECEIVED, archive_of, journal_of
from warehouse.inspection import read_rows
from warehouse.journal import GENESIS
from warehouse.release import current_release
from warehouse.workspace import Workspace

Receipt = tuple[int, str, str, str]
_RESTORE = "请从备份恢复（zwgk restore）"
_RECEIPTS = "SELECT submission_id, sha256, file_name, source FROM raw_receipt"
_PARTS = """
    SELECT 'core_receipt' AS place, submission_id FROM core_receipt
    UNION ALL SELECT 'core_submission', submission_id FROM core_submission
    UNION ALL SELECT 'core_unjudged', submission_id FROM core_unjudged
"""


def journal_is_whole(workspace: Workspace, _: datetime) -> Seen:
    """Every line's hash covers the line before it, and none of those is gone that a release was made from. Raises JournalError."""
    digests = {GENESIS, *(event.digest for event in journal_of(workspace))}
    ahead = [name for name, head in _heads(workspace) if head not in digests]
    if ahead:
        return broken(
            f"只有 {len(digests) - 1} 条，比发布版本 {listed(ahead)} 所依据的少：末尾已丢失或被换掉。{_RESTORE}"
        )
    return fine(f"{len(digests) - 1} 条，前后相连")


def _heads(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Of each release the last event that it was made from, as far as its manifest can be read."""
    for path in sorted(workspace.releases.glob("[!.]*/manifest.json")):
        if path.parent.is_symlink():
            continue
        with suppress(OSError, ValueError, KeyError, TypeError):
            yield path.parent.name, json.loads(path.read_text(encoding="utf-8"))["journal_head"]


def archive_is_intact(workspace: Workspace, _: datetime) -> Seen:
    """Every stored file still has its hash, and every event of the journal that names a file its file."""
    archive = archive_of(workspace)
    stored = list(archive)
    damaged = [sha256 for sha256 in stored if not archive.is_intact(sha256)]
    named_files = {event.facts["sha256"] for event in journal_of(workspace) if "sha256" in event.facts}
    lost = sorted(named_files - set(stored))
    if damaged or lost:
        named = "、".join(sha256[:12] for sha256 in [*damaged, *lost][:5])
        return broken(f"{len(damaged)} 份内容有变，{len(lost)} 份缺失（{named}），请从备份恢复")
    return fine(f"{len(stored)} 份，内容与存档时一致")


def ledger_is_that_of_the_journal(workspace: Workspace, _: datetime) -> Seen:
    """Every receipt of the journal is in the working database as it was received, identified and with its status, and no other is.

    Receipts that wait are no fault: the next collect takes them up. Raises StoreBusyError, StoreDamagedError.
    """
    received: set[Receipt] = {
        (event.number, event.facts["sha256"], event.facts["file_name"], event.facts["source"])
        for event in journal_of(workspace)
        if event.kind == RECEIVED
    }
    receipts = read_rows(workspace.warehouse, _RECEIPTS)
    if receipts is None:
        return (
            hint(f"{len(received)} 份已收到，工作数据库尚未建立，请运行 zwgk collect")
            if received
            else fine("尚未收到报送")
        )
    held = {(row["submission_id"], row["sha256"], row["file_name"], row["source"]) for row in receipts}
    parts: dict[str, set[int]] = {"core_receipt": set(), "core_submission": set(), "core_unjudged": set()}
    rows = read_rows(workspace.warehouse, _PARTS)
    if rows is None:
        return hint("工作数据库由较早的程序建立，下一次运行（如 zwgk collect）即由档案和日志重新推算")
    for row in rows:
        parts[row["place"]].add(row["submission_id"])
    return _compared(received, held, parts)


def _compared(received: set[Receipt], held: set[Receipt], parts: dict[str, set[int]]) -> Seen:
    known = {number for number, *_ in received}
    foreign = {number for number, *_ in held - received} | (set().union(*parts.values()) - known)
    unread = {number for number, *_ in received - held}
    unplaced = {number for number, *_ in held & received} - (
        parts["core_receipt"] & (parts["core_submission"] | parts["core_unjudged"])
    )
    if foreign or unplaced:
        what = [(foreign, "与日志不符"), (unplaced - foreign, "没有认定或没有结论")]
        said = "，".join(
            f"{len(found)} 份{words}（报送编号 {listed(_numbers(found))}）" for found, words in what if found
        )
        return broken(f"{said}。日志缺了记录的，请从备份恢复日志；日志无误的，运行 zwgk rebuild，由档案和日志重新推算")
    waiting = unread | parts["core_unjudged"]
    if waiting:
        return hint(f"{len(waiting)} 份已收到、尚未处理完（报送编号 {listed(_numbers(waiting))}），请运行 zwgk collect")
    return fine(f"{len(received)} 份，台账与日志逐份一致")


def releases_are_whole(workspace: Workspace, _: datetime) -> Seen:
    """Every file of every release is as its manifest says, none is missing and none has been added; `current` leads to one of them."""
    folders = sorted(path for path in workspace.releases.glob("[!.]*") if path.is_dir() and not path.is_symlink())
    faults = [fault for folder in folders for fault in _faults(folder)]
    link = workspace.releases / "current"
    if link.is_symlink() and current_release(workspace.releases) is None:
        faults.append("current 指向的版本不存在")
    if faults:
        return broken(f"{listed(faults)}。{_RESTORE}，或重新运行 zwgk publish")
    return fine(f"{len(folders)} 个版本，文件与清单一致" if folders else "尚未发布")


def derived_is_what_archive_and_journal_say(workspace: Workspace, _: datetime) -> Seen:
    """The working database equals one derived anew: takes as long as reading everything again. Raises StoreBusyError, JournalError."""
    from flows.steps.rebuild import rebuild

    done = rebuild(workspace, replace=False)
    if done.errors:
        return broken(f"重新推算时规则出错：{listed(list(done.errors))}")
    if done.unreadable is not None:
        return hint(f"没有可比的工作数据库：{done.unreadable}")
    if done.differences:
        tables = listed([f"{one.table}（{one.only_standing}+{one.only_rebuilt} 行）" for one in done.differences])
        return broken(f"与重新推算的不同：{tables}。请运行 zwgk rebuild")
    return fine(f"重新推算 {done.submissions} 份报送、{done.cells} 个单元格，逐行一致")


def _faults(folder: Path) -> list[str]:
    try:
        declared = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
        expected = {name: (one["bytes"], one["sha256"]) for name, one in declared.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return [f"{folder.name}：清单 manifest.json 缺失或读不出"]
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    found.pop("manifest.json")
    missing, added = sorted(expected.keys() - found.keys()), sorted(found.keys() - expected.keys())
    changed = [name for name in sorted(expected.keys() & found.keys()) if _digest(found[name]) != expected[name]]
    told = ((missing, "缺失"), (added, "多出"), (changed, "内容有变"))
    return [f"{folder.name}/{name} {words}" for names, words in told for name in names]


def _digest(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def _numbers(found: set[int]) -> list[str]:
    return [str(number) for number in sorted(found)]
