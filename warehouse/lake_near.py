"""An office's tables of a lake brought near: copied into memory for as long as they are read much, and what changed of them carried back.

A statement on a lake asks PostgreSQL ten times where its table's files are, also one that reads no table of it. Whoever brings the
tables near holds the writer's lock, so nobody else changes meanwhile what was copied.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb

from warehouse.built import content_marks
from warehouse.tables import quoted, tables

_NEAR = "near"
_MOST_ROWS = 10_000_000  # of all tables of an office: what has more is worked on where it lies, statement by statement
# By DuckLake's specification every commit that brings rows leaves the table a row of statistics: a table without has never had any.
# To be asked for its rows such a table costs more than any other, because what is not known of a column is not remembered either.
_WITH_ROWS = """
SELECT t.table_name, record_count FROM __ducklake_metadata_lake.ducklake_table t
JOIN __ducklake_metadata_lake.ducklake_schema s ON s.schema_id = t.schema_id AND s.end_snapshot IS NULL
JOIN __ducklake_metadata_lake.ducklake_table_stats USING (table_id)
WHERE s.schema_name = {schema} AND t.end_snapshot IS NULL
"""


@dataclass(slots=True)
class NearTables:
    """The tables of one schema, here and there. `marks` are those of the rows that both have."""

    connection: duckdb.DuckDBPyConnection
    schema: str
    check_held: Callable[[], None]
    marks: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def brought(self) -> Iterator[None]:
        """Has all names mean the copies while the block runs. What changed is carried back at its end; after a failure nothing is."""
        filled = self._filled()
        if sum(filled.values()) > _MOST_ROWS:
            yield
            return
        self.connection.execute(f"ATTACH ':memory:' AS {_NEAR}")
        self._copy(filled)
        self.connection.execute(f"USE {_NEAR}.main")
        self.marks = content_marks(self.connection, tables())
        yield
        self.carry_back()
        self.connection.execute(f"USE {self._far}")
        self.connection.execute(f"DETACH {_NEAR}")
        self.marks = {}

    def carry_back(self) -> None:
        """Puts the tables whose rows have changed in the place of those in the lake, in one commit; nothing where none is near."""
        if not self.marks:
            return
        run, marks = self.connection.execute, content_marks(self.connection, tables())
        changed = [name for name in tables() if marks[name] != self.marks[name]]
        if not changed:
            return
        run("BEGIN")
        for name in changed:
            run(f"DELETE FROM {self._far}.{name}")
            run(f"INSERT INTO {self._far}.{name} FROM {_NEAR}.main.{name}")
        self.check_held()
        run("COMMIT")
        self.marks = marks

    def _filled(self) -> dict[str, int]:
        """By table that ever had rows: how many, those deleted since among them."""
        return dict(self.connection.execute(_WITH_ROWS.format(schema=quoted(self.schema))).fetchall())

    def _copy(self, filled: Collection[str]) -> None:
        """All of one snapshot."""
        self.connection.execute("BEGIN")
        for name, declared in tables().items():
            self.connection.execute(declared.ddl(f"{_NEAR}.main.{name}"))
            if name in filled:
                self.connection.execute(f"INSERT INTO {_NEAR}.main.{name} FROM {self._far}.{name}")
        self.connection.execute("COMMIT")

    @property
    def _far(self) -> str:
        return f'lake."{self.schema}"'
