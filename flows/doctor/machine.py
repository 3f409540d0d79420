"""The machine under a workspace: libraries, fonts, clock, room on the disk, who may read what."""

from __future__ import annotations

import os
import platform
import re
import shutil
import stat
import subprocess
import tempfile
import time
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from flows.doctor.seen import Seen, broken, fine, hint, listed
from flows.planned import PROJECT
from flows.steps.intake import journal_of
from warehouse.release import current_release
from warehouse.workspace import CONFIG, Workspace

_LEAST_FREE_BYTES = 2 << 30
_LEAST_FREE_FILES = 10_000
_CLOCKS_MAY_DIFFER_S = 300.0
_AHEAD = timedelta(hours=1)  # a time that somebody gave (--as-of) may lie a little ahead
_FIRST_YEAR = 2025  # that of the program: a clock before it has lost its battery
_SHOWN = ("prefect", "fastapi", "sqlalchemy", "duckdb", "polars", "great-expectations")
_LOCKED = re.compile(r"^(?P<requirement>\w[\w.-]*(?:\[[^\]]*\])?==[^\s;\\]+(?: ; [^\\]+)?)", re.MULTILINE)


def versions_fit(_: Workspace, __: datetime) -> Seen:
    """What is installed is what this program asks for: a Prefect beside a newer fastapi or SQLAlchemy starts no flow, or plans none."""
    from packaging.requirements import Requirement

    wrong = []
    for requirement in map(Requirement, requires("zwgk") or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            found = _version(requirement.name)
            if found is None or not requirement.specifier.contains(found, prereleases=True):
                wrong.append(f"{requirement.name} 应为 {requirement.specifier}，现为 {found or '未安装'}")
    if wrong:
        return broken("；".join(wrong) + "。请按 requirements.lock 重新安装")
    other = _other_than_locked(PROJECT / "requirements.lock")
    if other:
        return hint(f"与 requirements.lock 不同：{listed(other)}。测试用的是锁定的版本，请按它重新安装")
    return fine("，".join([f"Python {platform.python_version()}", *(f"{name} {_version(name)}" for name in _SHOWN)]))


def fonts_are_there(_: Workspace, __: datetime) -> Seen:
    """Some font of this machine can show Chinese: needed to look at documents here, not to write them."""
    listing = shutil.which("fc-list")
    if listing is None:
        return fine("本机没有 fc-list，未检查")
    done = subprocess.run([listing, ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    families = sorted({line.split(",")[0].strip() for line in done.stdout.splitlines() if line.strip()})
    if not families:
        return broken("没有中文字体，预览文件会显示为方块；请安装仿宋、小标宋或 Noto CJK")
    return fine(f"{len(families)} 种，如 {'、'.join(families[:3])}")


def clock_is_right(workspace: Workspace, now: datetime) -> Seen:
    """The machine's clock against the journal's last time and the disk's: deadlines and versions go by it."""
    if now.year < _FIRST_YEAR:
        return broken(f"本机时间为 {now:%Y-%m-%d %H:%M}，明显有误，请校准时钟")
    ahead = max((event.at for event in journal_of(workspace)), default=now)
    if ahead > now + _AHEAD:
        return broken(f"本机时间 {now:%Y-%m-%d %H:%M} 早于日志中最晚的 {ahead:%Y-%m-%d %H:%M}，请校准时钟")
    with tempfile.TemporaryFile(dir=workspace.root) as probe:
        apart = abs(os.fstat(probe.fileno()).st_mtime - time.time())
    if apart > _CLOCKS_MAY_DIFFER_S:
        return broken(f"工作区所在磁盘的时钟与本机相差 {apart / 60:.0f} 分钟，请校准两边的时钟")
    return fine(f"北京时间 {now:%Y-%m-%d %H:%M}（本机时区 {time.strftime('%Z')}），与日志、磁盘的时间相合")


def space_is_left(workspace: Workspace, _: datetime) -> Seen:
    """Room for the next release, which is built aside, and for the working database derived anew; and for as many files."""
    current = current_release(workspace.releases)
    release = 0 if current is None else sum(path.stat().st_size for path in current.path.rglob("*") if path.is_file())
    database = workspace.database.stat().st_size if workspace.database.is_file() else 0
    needed = max(_LEAST_FREE_BYTES, 2 * (release + database))
    disk = os.statvfs(workspace.root)
    free = disk.f_bavail * disk.f_frsize
    if free < needed:
        return broken(f"剩余 {free / (1 << 30):.1f} GB，下一次发布应留 {needed / (1 << 30):.1f} GB，请腾出空间")
    if disk.f_files > 0 and disk.f_favail < _LEAST_FREE_FILES:
        return broken(f"磁盘只能再建 {disk.f_favail} 个文件（inode 将用尽），请清理小文件")
    return fine(f"剩余 {free / (1 << 30):.1f} GB，下一次发布约需 {needed / (1 << 30):.1f} GB")


def others_may_not(workspace: Workspace, _: datetime) -> Seen:
    """Other accounts of this machine can't read the archive, which also holds what was refused for applicants' personal data, and
    can't write anywhere in the workspace.
    """
    folders = [workspace.root, workspace.archive, workspace.database.parent, workspace.releases, workspace.inbox]
    places = [path for path in (*folders, workspace.root / CONFIG, workspace.register_path) if path.exists()]
    writable = [str(path) for path in places if path.stat().st_mode & stat.S_IWOTH]
    if writable:
        return broken(f"本机其他账号可以改写：{listed(writable)}。请执行 chmod o-w")
    archive = workspace.archive
    if archive.is_dir() and archive.stat().st_mode & stat.S_IXOTH:
        readable = [path for path in archive.glob("[0-9a-f][0-9a-f]/*") if path.stat().st_mode & stat.S_IROTH]
        if readable:
            return broken(f"本机其他账号可以读取档案中的 {len(readable)} 份文件。请执行 chmod -R o-rwx {archive}")
        return hint(f"本机其他账号可以读取日志中的文件名。请执行 chmod o-rwx {archive}")
    return fine("档案只有本账号和同组可读，其他账号不能改写工作区")


def _other_than_locked(lock: Path) -> list[str]:
    """Installed libraries of another version than the locked one. Those of an extra that is not installed are no difference."""
    from packaging.requirements import Requirement

    text = lock.read_text(encoding="utf-8") if lock.is_file() else ""
    locked = [Requirement(found["requirement"].strip()) for found in _LOCKED.finditer(text)]
    meant = [one for one in locked if one.marker is None or one.marker.evaluate()]
    found = [(one, _version(one.name)) for one in meant]
    return [f"{one.name} 应{one.specifier}，现为 {held}" for one, held in found if held and held not in one.specifier]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
