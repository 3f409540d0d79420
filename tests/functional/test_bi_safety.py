"""The handed-out database is no way to the files of the host: nothing in it points outside, and opened as documented nothing gets out."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import sqlalchemy
from sqlalchemy.pool import NullPool

from examples.bi_query import SHUT_OFF, open_release
from tests.functional.bi_office import BiOffice
from warehouse.release import current_release, manifest_of

pytestmark = pytest.mark.xdist_group("bi")
STORAGE_VERSION_OF_1_0 = 64
ATTACKS = {
    "reads a text file": "SELECT * FROM read_text('{secret}')",
    "reads a CSV file": "SELECT * FROM read_csv('{secret}')",
    "reads bytes": "SELECT * FROM read_blob('{secret}')",
    "names a file as a table": "SELECT * FROM '{secret}'",
    "lists a folder": "SELECT * FROM glob('{folder}/*')",
    "writes a file": "COPY (SELECT 1) TO '{folder}/stolen.csv'",
    "writes the database out": "EXPORT DATABASE '{folder}/stolen'",
    "opens another database": "ATTACH '{folder}/other.duckdb' AS other",
    "opens the working database": "ATTACH '{working}' AS working (READ_ONLY)",
    "installs an extension": "INSTALL httpfs",
    "loads an extension": "LOAD httpfs",
    "keeps a secret": "CREATE PERSISTENT SECRET s (TYPE s3)",
    "allows itself the files": "SET enable_external_access = true",
    "unlocks the settings": "SET lock_configuration = false",
    "moves the folder of temporary files": "SET temp_directory = '{folder}'",
    "takes more memory": "SET memory_limit = '1TB'",
    "changes a figure": "UPDATE mart.rpt_quarterly_units SET value = 0",
    "adds a table": "CREATE TABLE mart.more AS SELECT 1",
    "drops a table": "DROP TABLE mart.dim_unit",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the host with a file that is nobody's business."""
    (tmp_path / "secret.csv").write_text("name\nroot\n", encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def shut(bi: BiOffice) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_release(bi.releases[-1] / "zwgk.duckdb") as connection:
        yield connection


def spelled(attack: str, bi: BiOffice, folder: Path) -> str:
    return ATTACKS[attack].format(secret=folder / "secret.csv", folder=folder, working=bi.workspace.database)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_release_opened_as_documented_refuses_what(
    attack: str, bi: BiOffice, shut: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    with pytest.raises(duckdb.Error):
        shut.execute(spelled(attack, bi, folder))
    assert sorted(path.name for path in folder.iterdir()) == ["secret.csv"]


@pytest.mark.parametrize(
    "harmless",
    [
        "CREATE OR REPLACE TEMP TABLE mine AS SELECT unit_code FROM mart.dim_unit",
        "SELECT name, value FROM duckdb_settings()",
        "SELECT database_name, path FROM duckdb_databases()",
        "SELECT version()",
    ],
)
def test_what_a_question_needs_is_all_that_is_left(harmless: str, bi: BiOffice, folder: Path) -> None:
    with open_release(bi.releases[-1] / "zwgk.duckdb") as own:
        assert own.execute(harmless).fetchall() != []
    assert sorted(path.name for path in folder.iterdir()) == ["secret.csv"]


def test_read_only_alone_is_no_wall(bi: BiOffice, folder: Path) -> None:
    with duckdb.connect(bi.releases[0] / "zwgk.duckdb", read_only=True) as connection:
        assert connection.execute(spelled("reads a CSV file", bi, folder)).fetchall() == [("root",)]
        connection.execute(spelled("writes a file", bi, folder))
    assert (folder / "stolen.csv").exists()


def test_sqlalchemy_takes_the_same_settings(bi: BiOffice, folder: Path) -> None:
    engine = sqlalchemy.create_engine(
        f"duckdb:///{bi.releases[0] / 'zwgk.duckdb'}",
        connect_args={"read_only": True, "config": SHUT_OFF},
        poolclass=NullPool,
    )
    with engine.connect() as connection:
        ids = connection.execute(sqlalchemy.text("SELECT release_id FROM mart.release")).scalars().all()
        assert ids == [bi.releases[0].name]
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="disabled by configuration"):
            connection.execute(sqlalchemy.text(spelled("reads a CSV file", bi, folder)))


def test_a_release_holds_tables_and_nothing_that_runs(bi: BiOffice, shut: duckdb.DuckDBPyConnection) -> None:
    for kind in ("views", "functions", "types"):
        assert shut.execute(f"SELECT * FROM duckdb_{kind}() WHERE NOT internal").fetchall() == [], kind
    assert shut.execute("SELECT * FROM duckdb_sequences()").fetchall() == []
    schemas = shut.execute("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall()
    assert schemas == [("mart",)]
    defaults = "SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'mart' AND column_default IS NOT NULL"
    assert shut.execute(defaults).fetchall() == [(0,)]


def test_one_process_cannot_open_a_release_with_two_sets_of_settings(
    bi: BiOffice, shut: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(duckdb.ConnectionException, match="different configuration"):
        duckdb.connect(bi.releases[-1] / "zwgk.duckdb", read_only=True)


def test_a_release_is_written_so_that_drivers_from_1_1_on_can_open_it(bi: BiOffice) -> None:
    header = (bi.releases[-1] / "zwgk.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == STORAGE_VERSION_OF_1_0


def test_a_view_that_somebody_slips_in_reads_nothing_and_the_manifest_tells(bi: BiOffice, folder: Path) -> None:
    database = folder / "zwgk.duckdb"
    shutil.copy(bi.releases[-1] / "zwgk.duckdb", database)
    database.chmod(0o644)
    with duckdb.connect(database) as connection:
        connection.execute(f"CREATE VIEW mart.spy AS SELECT * FROM read_csv('{folder / 'secret.csv'}')")
        connection.execute(f"CREATE MACRO mart.peek() AS TABLE SELECT * FROM read_text('{folder / 'secret.csv'}')")
    with open_release(database) as connection:
        for attack in ("SELECT * FROM mart.spy", "SELECT * FROM mart.peek()"):
            with pytest.raises(duckdb.Error, match="disabled by configuration"):
                connection.execute(attack)
    current = current_release(bi.workspace.releases)
    assert current is not None
    files = manifest_of(current)["files"]
    assert isinstance(files, dict)
    said = files["zwgk.duckdb"]["sha256"]
    assert said == hashlib.sha256((current.path / "zwgk.duckdb").read_bytes()).hexdigest()
    assert said != hashlib.sha256(database.read_bytes()).hexdigest()


def test_files_of_a_release_cannot_be_written_and_belong_to_it_alone(bi: BiOffice) -> None:
    files = [path for path in bi.releases[-1].rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o444}
    assert not [path for path in files if path.is_symlink()]
