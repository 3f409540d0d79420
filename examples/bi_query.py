"""Asks a release the questions of examples/queries as a BI tool should: read-only, shut off from the host, all of one release.

    python examples/bi_query.py WORKSPACE/releases/current/zwgk.duckdb           every question
    python examples/bi_query.py WORKSPACE/releases/current/zwgk.duckdb 04 09     some of them

Needs nothing but the duckdb package, 1.1 or newer. docs/bi.md says the same for other tools.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

QUERIES = Path(__file__).parent / "queries"
# Read-only alone lets SQL read and write any file of the host. These belong to the connection: no file can carry them.
SHUT_OFF = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
}


def open_release(database: Path) -> duckdb.DuckDBPyConnection:
    """A connection to one release, whatever `current` comes to point at while it is open.

    The link is resolved first: DuckDB up to 1.4 would give a second connection of the process the release of the first one.
    """
    return duckdb.connect(database.resolve(strict=True), read_only=True, config=SHUT_OFF)


def queries(numbers: list[str]) -> list[Path]:
    """The files with these numbers, or all of them, in order."""
    return [path for path in sorted(QUERIES.glob("*.sql")) if not numbers or path.name[:2] in numbers]


def question(sql: str) -> str:
    """What a query answers: its first line."""
    return sql.splitlines()[0].removeprefix("--").strip()


def main(database: Path, numbers: list[str]) -> None:
    """Prints the answer to each question."""
    with open_release(database) as connection:
        for path in queries(numbers):
            sql = path.read_text(encoding="utf-8")
            print(f"{path.name}　{question(sql)}")
            connection.sql(sql).show(max_rows=60, max_width=160)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("用法：python examples/bi_query.py 工作区/releases/current/zwgk.duckdb [查询编号 …]")
    main(Path(sys.argv[1]), sys.argv[2:])
