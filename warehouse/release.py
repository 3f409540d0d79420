"""A release: the published tables, built aside, checked, then switched to. Former ones stay as they were."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.archive import sync_directory
from warehouse.store import Store
from warehouse.tables import Table, quoted, tables

# 1.0 的存储格式，DuckDB 1.1 及以后都能打开；BI 的驱动常比我们旧
_STORAGE = "v1.0.0"
_CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Release:
    """A published release."""

    release_id: str
    path: Path


def published_tables() -> list[Table]:
    """The tables that go into a release."""
    return [table for table in tables().values() if table.published]


def content_hash(store: Store) -> str:
    """A hash over every row of every published table, in any order: equal content gives an equal hash, whenever it is made.

    A row is told as JSON, in which a missing value and its name differ; the database does it on all cores. The rows' hashes are added
    up, so that none has to be kept: sorted, those of a province would take more memory than all else.
    """
    told = {table.mart_name: _told(table) for table in published_tables() if table.is_content}
    counted = (
        store.connection.execute(  # of all tables at once: of one small enough to be one piece, one core would do it
            " UNION ALL ".join(
                f"""SELECT {quoted(name)}, count(*), sum(md5_number_lower(told)::HUGEINT), sum(md5_number_upper(told)::HUGEINT)
                FROM ({rows})"""
                for name, (_, rows) in told.items()
            )
        )
    )
    found = {name: tuple(sums) for name, *sums in counted.fetchall()}
    digest = hashlib.sha256()
    for name, (columns, _) in told.items():
        digest.update(f"{name}({columns}) {found[name]}\n".encode())
    return digest.hexdigest()


def _told(table: Table) -> tuple[str, str]:
    """The columns of a table that are content, and the SELECT that tells each row of them."""
    columns = ", ".join(f'"{name}"' for name, column in table.columns.items() if column.is_content)
    return columns, f"SELECT sha256(to_json(row({columns}))::VARCHAR) AS told FROM {table.name}"


def current_release(releases: Path) -> Release | None:
    """The release that `current` points at."""
    link = releases / _CURRENT
    return Release(link.resolve().name, link.resolve()) if link.exists() else None


def manifest_of(release: Release) -> dict[str, object]:
    """The release's manifest."""
    manifest: dict[str, object] = json.loads((release.path / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def stage_release(store: Store, releases: Path, release_id: str) -> Path:
    """As staged, for a caller that has nothing else to put there."""
    with staged(store, releases, release_id) as aside:
        return aside


@contextmanager
def staged(store: Store, releases: Path, release_id: str) -> Iterator[Path]:
    """A folder beside the releases, into which database and Parquet files of the published tables are written while the block runs: it
    reads the tables, changes none, and puts there what else belongs to the release. At its end all of both is there.

    What a publish that died left beside the releases goes first: only one publishes at a time.
    """
    for unfinished in releases.glob(".*.building"):
        _remove(unfinished)
    aside = releases / f".{release_id}.building"
    (aside / "tables").mkdir(parents=True)
    with ThreadPoolExecutor(1, "tables of the release") as meanwhile, store.second() as beside:
        written = meanwhile.submit(_write_tables, beside, aside, release_id)
        try:
            yield aside
        except BaseException:
            while (
                not written.done()
            ):  # nobody wants the rest of it; between two statements there is nothing to interrupt
                beside.connection.interrupt()
                wait([written], timeout=0.1)
            raise
        written.result()


def check_staged(aside: Path, expected: Mapping[str, int]) -> list[str]:
    """Opens what was written, as BI would, and says what is wrong with it: a table that is absent, or has other rows than it should."""
    problems = []
    with duckdb.connect(aside / "zwgk.duckdb", read_only=True) as connection:
        for name, rows in expected.items():
            parquet = quoted(str(aside / "tables" / f"{name}.parquet"))
            found = [
                connection.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0]
                for source in (f"mart.{name}", f"read_parquet({parquet})")
            ]
            if found != [rows, rows]:
                problems.append(f"{name}：应有 {rows} 行，数据库 {found[0]} 行，Parquet {found[1]} 行。")
    return problems


def switch_to(aside: Path, releases: Path, release_id: str) -> Release:
    """Gives the folder its name and points `current` at it, atomically: a reader sees the former release or this one."""
    for path in sorted(aside.rglob("*")):
        if path.is_file():
            path.chmod(0o444)
            _sync(path)
        else:
            sync_directory(path)
    sync_directory(aside)
    final = releases / release_id
    if final.exists():
        _remove(final)
    aside.rename(final)
    sync_directory(releases)  # a disk may keep the later of two names and lose the earlier one
    link = releases / f".{_CURRENT}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(release_id)
    link.replace(releases / _CURRENT)
    sync_directory(releases)
    return Release(release_id, final)


def write_manifest(aside: Path, facts: Mapping[str, object]) -> None:
    """Writes `manifest.json`: the given facts and every file's size and SHA-256."""
    files = {
        path.relative_to(aside).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(aside.rglob("*"))
        if path.is_file()
    }
    text = json.dumps({**facts, "files": files}, ensure_ascii=False, indent=2, sort_keys=True)
    (aside / "manifest.json").write_text(text + "\n", encoding="utf-8")


def row_counts(store: Store) -> dict[str, int]:
    """Rows of every published table, by its published name."""
    return {
        table.mart_name: store.connection.execute(f"SELECT count(*) FROM {table.name}").fetchall()[0][0]
        for table in published_tables()
    }


def _write_tables(store: Store, aside: Path, release_id: str) -> None:
    """The database, and from its tables, which are in order, the Parquet files."""
    run = store.connection.execute
    run(f"ATTACH {quoted(str(aside / 'zwgk.duckdb'))} AS release_file (STORAGE_VERSION '{_STORAGE}')")
    try:
        with store.transaction():  # each COMMENT on its own would wait for the disk, some four hundred times
            _lay_out(store, release_id)
        run("CHECKPOINT release_file")
        for table in published_tables():
            path = quoted(str(aside / "tables" / f"{table.mart_name}.parquet"))
            run(f"COPY release_file.mart.{table.mart_name} TO {path} (FORMAT parquet)")
    finally:
        run("DETACH release_file")


def _lay_out(store: Store, release_id: str) -> None:
    run = store.connection.execute
    run("CREATE SCHEMA release_file.mart")
    for table in published_tables():
        name = f"release_file.mart.{table.mart_name}"
        run(f"CREATE TABLE {name} AS {_select(table, release_id)}")
        run(f"COMMENT ON TABLE {name} IS {quoted(table.comment)}")
        run(f"COMMENT ON COLUMN {name}.release_id IS '发布编号'")
        for column, declared in table.columns.items():
            run(f'COMMENT ON COLUMN {name}."{column}" IS {quoted(declared.comment)}')


def _select(table: Table, release_id: str) -> str:
    columns = ", ".join(f'"{name}"' for name in table.columns)
    return f"SELECT {quoted(release_id)} AS release_id, {columns} FROM {table.name} ORDER BY ALL"


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o644)
    shutil.rmtree(folder)
