"""Two working databases compared table by table, to the row: is what was derived what stands?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.store import Store
from warehouse.tables import quoted


class NotComparableError(ValueError):
    """There is nothing to compare with: no database, a broken one, or one of other tables; the message says which."""


@dataclass(frozen=True, slots=True)
class TableDifference:
    """Rows that only the standing database has, and rows that only the rebuilt one has."""

    table: str
    only_standing: int
    only_rebuilt: int


def compare_tables(rebuilt: Store, standing: Path, names: Iterable[str]) -> tuple[TableDifference, ...]:
    """The tables that differ, duplicates counted. What a publish adds to the tables of checks is no part of it.

    Raises NotComparableError.
    """
    if not standing.exists():
        raise NotComparableError("原来没有工作数据库")
    try:
        rebuilt.connection.execute(f"ATTACH {quoted(str(standing))} AS standing (READ_ONLY)")
        found = [_difference(rebuilt, f"standing.main.{name}", f'"{name}"', name) for name in names]
    except duckdb.Error as broken:
        raise NotComparableError(f"原来的工作数据库无法打开或结构不同：{str(broken).splitlines()[0]}") from broken
    finally:
        rebuilt.connection.execute("DETACH DATABASE IF EXISTS standing")
    return tuple(one for one in found if one.only_standing or one.only_rebuilt)


def compare_with_file(standing: Store, rebuilt: str, names: Iterable[str]) -> tuple[TableDifference, ...]:
    """As above, where the standing tables are those of an open store and the rebuilt ones lie in a database attached to it."""
    try:
        found = [_difference(standing, f'"{name}"', f'{rebuilt}."{name}"', name) for name in names]
    except duckdb.IOException as lost:
        raise NotComparableError(f"原来的表有数据文件读不出来：{str(lost).splitlines()[0]}") from lost
    return tuple(one for one in found if one.only_standing or one.only_rebuilt)


def _difference(store: Store, standing: str, rebuilt: str, name: str) -> TableDifference:
    of_units = " WHERE submission_id > 0" if name.startswith("dq_") else ""
    one, other = f"SELECT * FROM {standing}{of_units}", f"SELECT * FROM {rebuilt}{of_units}"
    [row] = store.rows(
        f"""SELECT (SELECT count(*) FROM ({one} EXCEPT ALL {other})) AS only_standing,
                   (SELECT count(*) FROM ({other} EXCEPT ALL {one})) AS only_rebuilt"""
    )
    return TableDifference(name, row["only_standing"], row["only_rebuilt"])
