"""The tables as declared in `tables.yaml`: from a declaration come the DDL, the comments and the frame schema."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from warehouse.catalog.catalog import read_yaml

if TYPE_CHECKING:
    import polars as pl

_DECLARED = Path(__file__).parent / "tables.yaml"
_SQL = Path(__file__).parent / "sql"


class Column(BaseModel):
    """DuckDB type and the comment that BI shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    type: str
    comment: str
    is_content: bool = True


class Table(BaseModel):
    """One declared table."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    role: Literal["loaded", "built", "declared"]
    comment: str
    columns: dict[str, Column]
    published: bool = False
    publish_as: str | None = None
    is_content: bool = True

    @property
    def mart_name(self) -> str:
        """Its name in a release."""
        return self.publish_as or self.name

    @property
    def sql(self) -> str:
        """The SELECT that builds it."""
        return (_SQL / f"{self.name}.sql").read_text(encoding="utf-8")

    @property
    def frame_schema(self) -> dict[str, pl.DataType]:
        """polars schema of a frame that is loaded into it."""
        types = _polars_types()
        return {name: types[column.type] for name, column in self.columns.items()}

    def ddl(self, qualified: str) -> str:
        """CREATE TABLE under the given qualified name."""
        columns = ", ".join(f'"{name}" {column.type}' for name, column in self.columns.items())
        return f"CREATE TABLE IF NOT EXISTS {qualified} ({columns})"


@cache
def _polars_types() -> dict[str, pl.DataType]:
    import polars as pl  # here, so that a command that only reads starts without it

    return {
        "BIGINT": pl.Int64(),
        "INTEGER": pl.Int32(),
        "VARCHAR": pl.String(),
        "BOOLEAN": pl.Boolean(),
        "DOUBLE": pl.Float64(),
        "DATE": pl.Date(),
        "TIMESTAMP": pl.Datetime("us"),
        "DECIMAL(18,6)": pl.Decimal(18, 6),
    }


@cache
def tables() -> dict[str, Table]:
    """All declared tables in declared order, which is also the order in which built ones are built."""
    declared = read_yaml(_DECLARED)
    return {name: Table(name=name, **body) for name, body in declared.items()}


def quoted(text: str) -> str:
    """A text as an SQL literal, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
