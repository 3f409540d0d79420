"""A backup: all of a workspace that can't be derived, in one tar with every file's hash, checked when written and when restored."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from warehouse.archive import Archive, sync_directory
from warehouse.journal import Journal

# Everything else is kept, so that a folder nobody thought of is kept too. The releases are kept: who published a number must be
# able to show it, also when program and catalogue have moved on.
DERIVED = frozenset({"warehouse", "feedback", "documents", "prefect", "log"})
MANIFEST = "zwgk-backup.json"
_FORMAT = 1
_BLOCK = 1 << 20
_LARGEST_MANIFEST = 256 << 20
_NO_SUCH_NAME = frozenset({errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EILSEQ})
_ARCHIVE_MODE = 0o750


class BackupError(ValueError):
    """A backup that can't be trusted, or a place that it can't be restored to; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `digest` is that of its list of files: equal state, equal digest."""

    path: Path
    digest: str
    events: int
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Manifest:
    files: dict[str, str]
    links: dict[str, str]
    byte_count: int

    @property
    def text(self) -> str:
        return json.dumps(
            {"format": _FORMAT, "bytes": self.byte_count, "files": self.files, "links": self.links},
            ensure_ascii=False,
            indent=1,
            sort_keys=True,
        )

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def content(self) -> bytes:
        """As it is packed. Names in an inbox may be bytes of another encoding: they go through as they are."""
        return self.text.encode(errors="surrogateescape")


def write_backup(root: Path, folder: Path) -> Backup:
    """Packs a workspace into `folder`; one that holds the same state is there already and stays. The caller holds the writer's lock.

    The tar appears under its name only after all of it was read back and agreed. Raises BackupError, JournalError, OSError.
    """
    if folder.resolve().is_relative_to(root.resolve()):
        raise BackupError(f"备份不能放在工作区内（{folder}）：工作区丢失时会一同丢失。请另选文件夹，最好在另一块盘上。")
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".zwgk-{os.getpid()}.tar.writing"
    try:
        _pack(root, aside)
        checked = check_backup(aside)
        final = folder / f"zwgk-{checked.events:06d}-{checked.digest[:12]}.tar"
        aside.chmod(0o444)
        aside.replace(final)
    finally:
        aside.unlink(missing_ok=True)
    sync_directory(folder)
    return Backup(final, checked.digest, checked.events, checked.files, checked.bytes)


def check_backup(path: Path) -> Backup:
    """Reads a whole backup and compares every byte with its list. Raises BackupError."""
    return _read(path, None)


def restore_backup(path: Path, target: Path) -> Backup:
    """Unpacks a backup to a folder that must not hold anything yet, and checks archive and journal there.

    Until all has agreed the files lie beside it. Raises BackupError, JournalError, OSError.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError(f"“{target}”已有内容。请恢复到一个新的文件夹，核对后再改名替换。")
    aside = target.resolve().parent / f".{target.resolve().name}.restoring"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    (aside / "archive").mkdir(mode=_ARCHIVE_MODE)  # what units sent is for the office's own account
    try:
        restored = _read(path, aside)
        _check_truth(aside, restored)
        if target.exists():
            target.rmdir()
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    sync_directory(target.resolve().parent)
    return restored


def _pack(root: Path, aside: Path) -> None:
    files, links, size = {}, {}, 0
    with aside.open("wb") as out, tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in _kept(root):
            name = path.relative_to(root).as_posix()
            if path.is_symlink():
                links[name] = str(path.readlink())
                continue
            files[name], length = _add_file(tar, path, name)
            size += length
        _add_bytes(tar, MANIFEST, _Manifest(files, links, size).content)
        tar.close()
        out.flush()
        os.fsync(out.fileno())


def _kept(root: Path) -> Iterator[Path]:
    """Regular files and the releases' `current`, in one order. What is being written aside is not part of the state."""
    for top in sorted(root.iterdir()):
        if top.name in DERIVED or top.name.startswith("."):
            continue
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if not hidden and (_is_current(path, root) if path.is_symlink() else path.is_file()):
                yield path


def _is_current(path: Path, root: Path) -> bool:
    """The one link that we make; others in an inbox may lead anywhere, and are never followed."""
    return path == root / "releases" / "current"


def _add_file(tar: tarfile.TarFile, path: Path, name: str) -> tuple[str, int]:
    """Packs one file and gives hash and size of just the bytes that were packed."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as source:
        facts = os.fstat(handle)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = facts.st_size, int(facts.st_mtime), facts.st_mode & 0o777
        hashed = _Hashing(source)
        tar.addfile(entry, hashed)
    return hashed.digest.hexdigest(), facts.st_size


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o444
    tar.addfile(entry, io.BytesIO(content))


class _Hashing(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, source: io.BufferedIOBase | io.BufferedReader) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


def _read(path: Path, target: Path | None) -> Backup:
    """Reads every member, writes it below `target` if there is one, and compares all with the list at the end."""
    found: dict[str, str] = {}
    listed: str | None = None
    try:
        with tarfile.open(path, mode="r:") as tar:
            for entry in tar:
                if entry.name == MANIFEST and entry.isreg() and entry.size <= _LARGEST_MANIFEST:
                    listed = _content(tar, entry).decode(errors="surrogateescape")
                else:
                    name = _safe(entry)
                    if name in found:
                        raise BackupError(f"备份 {path} 中有重名的文件（{name!r}），不予恢复。")
                    found[name] = _take(tar, entry, target)
    except (tarfile.TarError, EOFError, UnicodeError) as broken:
        raise BackupError(f"备份 {path} 已损坏或不完整（{broken}），请用另一份备份。") from broken
    manifest = _listed(path, listed)
    wrong = sorted(name for name in found.keys() | manifest.files if found.get(name) != manifest.files.get(name))
    if wrong:
        raise BackupError(f"备份 {path} 中有 {len(wrong)} 个文件与清单不符（如 {wrong[0]}），请用另一份备份。")
    if target is not None:
        _write_links(manifest, target)
    return Backup(path, manifest.digest, _events(manifest, path), len(found), manifest.byte_count)


def _listed(path: Path, text: str | None) -> _Manifest:
    try:
        facts = json.loads(text or "")
        if facts["format"] == _FORMAT:
            return _Manifest(dict(facts["files"]), dict(facts["links"]), int(facts["bytes"]))
    except (ValueError, KeyError, TypeError) as broken:
        raise BackupError(f"“{path}”不是 zwgk 的备份，或末尾的清单已缺失，请用另一份备份。") from broken
    raise BackupError(f"备份 {path} 的格式是第 {facts['format']} 版，本程序只认第 {_FORMAT} 版，请用更新的程序恢复。")


def _events(manifest: _Manifest, path: Path) -> int:
    """How many lines the packed journal has."""
    if "archive/journal.jsonl" not in manifest.files:
        return 0
    with tarfile.open(path, mode="r:") as tar:
        return _content(tar, tar.getmember("archive/journal.jsonl")).count(b"\n")


def _safe(entry: tarfile.TarInfo) -> str:
    """The member's name. A tar from outside may name any place: only plain files are taken, and only such as a backup holds."""
    parts = PurePosixPath(entry.name).parts
    is_plain = entry.isreg() and not entry.issparse() and parts and parts[0] not in {"/", *DERIVED}
    if not is_plain or any(part.startswith(".") for part in parts):
        raise BackupError(f"备份中有不该有的内容（{entry.name!r}），不予恢复。")
    return entry.name


def _take(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path | None) -> str:
    digest = hashlib.sha256()
    source = tar.extractfile(entry)
    assert source is not None  # a regular file always has content
    if target is None:
        while block := source.read(_BLOCK):
            digest.update(block)
        return digest.hexdigest()
    path = target / entry.name
    with _opened_anew(path, entry) as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    os.utime(path, (entry.mtime, entry.mtime))
    path.chmod(entry.mode & 0o777)
    return digest.hexdigest()


def _opened_anew(path: Path, entry: tarfile.TarInfo) -> BinaryIO:
    """Raises BackupError for a name that no file can have beside those before it; OSError for what ails the disk."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")
    except OSError as refused:
        if refused.errno in _NO_SUCH_NAME:
            raise BackupError(f"备份中有不能用的文件名（{entry.name[:80]!r}），不予恢复。") from refused
        raise


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    source = tar.extractfile(entry)
    assert source is not None  # a regular file always has content
    return source.read()


def _write_links(manifest: _Manifest, target: Path) -> None:
    for name, leads_to in manifest.links.items():
        if (
            name != "releases/current"
            or os.path.lexists(target / name)
            or PurePosixPath(leads_to).name != leads_to
            or leads_to in {".", ".."}
        ):
            raise BackupError(f"备份中有不该有的链接（{name!r}），不予恢复。")
        (target / name).symlink_to(leads_to)


def _check_truth(root: Path, restored: Backup) -> None:
    """Archive and journal agree with themselves and with each other. Raises BackupError, JournalError."""
    archive = Archive(root / "archive")
    damaged = [sha256 for sha256 in archive if not archive.is_intact(sha256)]
    events = list(Journal(root / "archive" / "journal.jsonl"))
    lost = [e for e in events if "sha256" in e.facts and not archive.path(e.facts["sha256"]).exists()]
    if damaged or lost or len(events) != restored.events:
        raise BackupError(
            f"备份 {restored.path} 自身不完整：{len(damaged)} 份内容有变，{len(lost)} 份缺失；备份之前档案就已受损，请用更早的一份。"
        )
