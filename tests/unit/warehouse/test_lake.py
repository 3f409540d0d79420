"""Settings of a lake: what they may say, that no password may stand in them, and that no sentence repeats one."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.lake import Lake, read_lake
from warehouse.workspace import Workspace, WorkspaceError

HERE = "ducklake:postgres:host=db1 port=5432 dbname=lake user=zwgk"
LOCK = Path("/office/warehouse/zwgk.lock")


def settled(root: Path, *lines: str) -> Workspace:
    Workspace.create(root)
    with (root / "zwgk.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["", *lines, ""]))
    return Workspace.open(root)


def test_without_the_setting_the_tables_are_in_the_workspaces_own_file(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    assert workspace.warehouse == workspace.database


def test_an_offices_schema_is_named_after_its_jurisdiction_or_as_it_says(tmp_path: Path) -> None:
    lines = f'warehouse = "{HERE}"', 'lake_data = "/shared/lake"'
    assert settled(tmp_path / "one", *lines).warehouse == Lake(
        "host=db1 port=5432 dbname=lake user=zwgk",
        "/shared/lake",
        "yunjiang",
        tmp_path / "one" / "warehouse" / "zwgk.lock",
    )
    other = settled(tmp_path / "two", *lines, 'lake_schema = "yj_2"').warehouse
    assert isinstance(other, Lake)
    assert other.schema == "yj_2"


@pytest.mark.parametrize(
    "catalog",
    [
        "dbname=lake password=s3cret",
        "dbname=lake PASSWORD = 's3cret with spaces'",
        "dbname=lake sslpassword=s3cret",
        "postgresql://zwgk:s3cret@db1/lake",
        "dbname=lake passwd=s3cret",
        "dbname=lake host='db1' options='-c s3cret'",
    ],
)
def test_a_password_in_the_settings_is_refused_and_not_repeated(tmp_path: Path, catalog: str) -> None:
    workspace = settled(tmp_path, f'warehouse = "ducklake:postgres:{catalog}"', 'lake_data = "/shared/lake"')
    with pytest.raises(WorkspaceError) as refused:
        _ = workspace.warehouse
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("warehouse", "data", "schema", "said"),
    [
        ("postgres:dbname=lake", "/shared", "yunjiang", "应写作“ducklake:postgres:"),
        (HERE, None, "yunjiang", "lake_data"),
        (HERE, "shared/lake", "yunjiang", "完整路径"),
        (HERE, "/shared", "云江", "lake_schema"),
        (HERE, "/shared", 'a"; DROP SCHEMA b', "lake_schema"),
        ("ducklake:postgres:host=db1", "/shared", "yunjiang", "缺少 dbname"),
        ("ducklake:postgres:dbname=lake trust", "/shared", "yunjiang", "名=值"),
    ],
)
def test_what_is_wrong_with_a_setting_is_said(warehouse: str, data: str | None, schema: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_lake(warehouse, data, schema, LOCK)


def test_a_path_with_spaces_is_quoted_as_libpq_does() -> None:
    lake = read_lake("ducklake:postgres:dbname=lake passfile='/etc/zwgk/pg pass'", "/shared", "yunjiang", LOCK)
    assert lake.catalog == "dbname=lake passfile='/etc/zwgk/pg pass'"
