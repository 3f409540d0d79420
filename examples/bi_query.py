"""How BI reads a release: read-only, through `releases/current`, never the working database.

    python examples/bi_query.py WORKSPACE/releases/current/zwgk.duckdb

Any tool that opens DuckDB 1.1 or newer can do the same with the SQL in bi_query.sql.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb


def main(database: Path) -> None:
    """Prints the answer to each question of bi_query.sql, which is one SELECT after another, each under its comment."""
    with duckdb.connect(database, read_only=True) as connection:
        for statement in connection.extract_statements(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")):
            question = statement.query.strip().splitlines()[0].removeprefix("--").strip()
            print(question)
            connection.sql(statement.query).show(max_rows=60, max_width=160)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("用法：python examples/bi_query.py 工作区/releases/current/zwgk.duckdb")
    main(Path(sys.argv[1]))
