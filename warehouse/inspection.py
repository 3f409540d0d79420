"""Reading the working tables without writing to them: for looking at a workspace that may not be well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from warehouse.lake import Lake
from warehouse.locks import StoreBusyError
from warehouse.offline import connect
from warehouse.store import Store, open_store
from warehouse.trouble import holder_of, is_damage


class UnreadableError(RuntimeError):
    """The working database can't be read; the message says what to do."""


def read_rows(place: Path | Lake, sql: str) -> list[dict[str, Any]] | None:
    """The rows of a query over the working tables; None where there are no tables yet. A file is opened read-only.

    Raises StoreBusyError while another process has it open for writing, UnreadableError, LakeError.
    """
    if isinstance(place, Lake):
        with open_store(place) as store:
            return store.rows(sql)
    if not place.is_file():
        return None
    try:
        with connect(place, read_only=True) as connection:
            return Store(connection).rows(sql)
    except duckdb.CatalogException:
        return None  # of an earlier edition, or a first run was interrupted: the next one lays them out
    except duckdb.Error as failed:
        holder = holder_of(failed)
        if holder is not None:
            raise StoreBusyError.held_by(holder) from failed
        if is_damage(failed):
            raise UnreadableError("工作数据库已损坏；请运行 zwgk rebuild，由档案和日志重新推算") from failed
        raise
