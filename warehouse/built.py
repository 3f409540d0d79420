"""What a built table rests on: marks of contents, by which a table is built only where something that it reads has changed.

A mark is taken from the rows themselves, so it knows of every change, whoever made it, and of a run that was killed in the middle.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache

import duckdb

from warehouse.tables import quoted, tables

REMEMBERED = "raw_built"
_COMMENT = re.compile(r"--[^\n]*")
_WORD = re.compile(r"\w+")
_CATALOG = "cat_"
_UNIT = "unit_code"
MANY = 10_000  # rows, of which those that change are looked for; fewer are written sooner than looked through
_MARKED = "count(*) AS n, sum(h::HUGEINT) AS added, bit_xor(hash(h)) AS combined"


@cache
def relations_read(name: str) -> tuple[str, ...]:
    """The relations that the SELECT of a built table reads, sorted: declared tables and those of the catalogue.

    Every word of it that names one counts. That may be one too many, which has a table built once too often; it is never one too few.
    """
    words = set(_WORD.findall(_COMMENT.sub("", tables()[name].sql)))
    return tuple(sorted(word for word in words - {name} if word in tables() or word.startswith(_CATALOG)))


def content_marks(connection: duckdb.DuckDBPyConnection, relations: Collection[str]) -> dict[str, str]:
    """By relation a mark of its rows in any order: their number, the sum of their hashes, and the hashes of those combined."""
    parts = (
        f"SELECT {quoted(name)} AS name, {_MARKED} FROM (SELECT hash(whole_row) AS h FROM {name} AS whole_row)"
        for name in sorted(relations)
    )
    sql = " UNION ALL ".join(parts)
    return {name: f"{n}:{added}:{combined}" for name, n, added, combined in connection.execute(sql).fetchall()}


def mark_of_inputs(name: str, marks: Mapping[str, str]) -> str:
    """One mark of all that a built table comes from: its SELECT, its columns, the rows that it reads, the database's own version."""
    declared = tables()[name]
    columns = ((key, column.type) for key, column in declared.columns.items())
    read = [(one, marks[one]) for one in relations_read(name)]
    return hashlib.sha256(repr((duckdb.__version__, declared.sql, list(columns), read)).encode()).hexdigest()


def remembered(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """By table: the mark of what it was last built from, and that of its own rows after it."""
    rows = connection.execute(f"SELECT table_name, inputs_mark, content_mark FROM {REMEMBERED}").fetchall()
    return {name: (inputs, content) for name, inputs, content in rows}


def remember(connection: duckdb.DuckDBPyConnection, built: Mapping[str, tuple[str, str]]) -> None:
    """Keeps the marks of tables just built; belongs into the transaction that built them."""
    names: Sequence[str] = sorted(built)
    connection.execute(f"DELETE FROM {REMEMBERED} WHERE table_name IN (SELECT unnest($1::VARCHAR[]))", [names])
    inputs, contents = ([built[name][place] for name in names] for place in (0, 1))
    connection.execute(
        f"INSERT INTO {REMEMBERED} SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[]), unnest($3::VARCHAR[])",
        [names, inputs, contents],
    )


def _build_over(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Builds a table that stands as it was built before: only the rows of units that come out otherwise are written, because to write
    and compress all of it takes longer than to build it.
    """
    declared = tables()[name]
    columns = ", ".join(f'"{column}"' for column in declared.columns)
    connection.execute(declared.ddl("built_anew").replace("TABLE IF NOT EXISTS", "OR REPLACE TEMP TABLE", 1))
    connection.execute(f"INSERT INTO temp.built_anew SELECT {columns} FROM ({declared.sql})")
    one, other = (
        f"SELECT {_UNIT}, {_MARKED} FROM (SELECT {_UNIT}, hash(whole_row) AS h FROM {place} AS whole_row) GROUP BY {_UNIT}"
        for place in (name, "temp.built_anew")
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE built_apart AS
            SELECT DISTINCT {_UNIT} FROM (({one} EXCEPT {other}) UNION ALL ({other} EXCEPT {one}))"""
    )
    apart = f"EXISTS (SELECT 1 FROM temp.built_apart AS a WHERE a.{_UNIT} IS NOT DISTINCT FROM t.{_UNIT})"
    connection.execute(f"DELETE FROM {name} AS t WHERE {apart}")
    connection.execute(f"INSERT INTO {name} SELECT {columns} FROM temp.built_anew AS t WHERE {apart}")
    connection.execute("DROP TABLE temp.built_anew")


def _is_worth_it(name: str, mark: str) -> bool:
    return int(mark.partition(":")[0]) >= MANY and _UNIT in tables()[name].columns


def build_changed(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], build: Callable[[str], None]
) -> dict[str, tuple[str, str]]:
    """Has those of the tables built, in the given order, that differ from what is remembered of them; gives their marks."""
    marks = content_marks(connection, {*names, *(one for name in names for one in relations_read(name))})
    before, built = remembered(connection), {}
    for name in names:
        inputs = mark_of_inputs(name, marks)
        if before.get(name) != (inputs, marks[name]):
            if name in before and before[name][1] == marks[name] and _is_worth_it(name, marks[name]):
                _build_over(connection, name)
            else:
                build(name)
            marks |= content_marks(connection, [name])
            built[name] = inputs, marks[name]
    return built
