from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from flows.orchestration.access import Access
from flows.orchestration.serve import serving
from flows.orchestration.server import Server
from flows.sources.inbox import find_files
from tests.functional.auditing import Audit
from tests.functional.bi_office import BiOffice, bi_office
from tests.functional.drop_server import DropServer
from tests.functional.lake_office import quarter
from tests.functional.lake_server import Postgres, running_postgres
from tests.functional.link_server import LinkServer
from tests.functional.portal_server import PortalServer, running_portal
from tests.functional.publishing_office import Office, five_releases
from warehouse.workspace import Workspace

SERVER_PASSWORD = "canary-of-the-server-5f1c"


@pytest.fixture(scope="session", autouse=True)
def _inbox_at_rest() -> Iterator[None]:
    """What a test puts into an inbox is whole: nobody waits, with every collecting, for the end of a copy that might go on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.steps.collect.find_files", partial(find_files, settle=0))
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all that is tested about lakes, which is why those tests stand in one xdist group."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return quarter(tmp_path_factory.mktemp("file") / "office", "")


@pytest.fixture(scope="session")
def in_a_lake(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Office:
    """Whoever changes its tables does the same to those of the office in a file, or leaves them as they were."""
    root = tmp_path_factory.mktemp("lake")
    return quarter(root / "office", postgres.new_lake(root / "shared"))


@pytest.fixture
def drop() -> Iterator[DropServer]:
    served = DropServer()
    server = served.start()
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def site() -> Iterator[LinkServer]:
    """A site with the pages that units name as evidence."""
    served = LinkServer()
    server = served.start()
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def portal() -> Iterator[PortalServer]:
    with running_portal() as served:
        yield served


@pytest.fixture
def portal_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token that the declared sources name by its variable."""
    monkeypatch.setenv("TEST_PORTAL_TOKEN", "s3cret")


@dataclass(frozen=True)
class Served:
    """What `zwgk serve` brings up, and this process as a client of it."""

    server: Server
    workspace: Workspace
    said: list[str]
    audit: Audit


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server, its deployments and its worker for all tests of a session: they take half a minute to start.

    It asks for a password, so that all that runs on it proves that our own clients have it; the demonstration's server has none. All of
    its processes are listened to.
    """
    from prefect.logging.handlers import APILogWorker
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        PREFECT_HOME,
        PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
        temporary_settings,
    )

    said: list[str] = []
    workspace = Workspace.create(tmp_path_factory.mktemp("served") / "office")
    audit = Audit(tmp_path_factory.mktemp("audit"))
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in audit.environment.items():
                patch.setenv(name, value)
            access = Access(password=SERVER_PASSWORD)
            serving_now = stack.enter_context(serving(workspace, said.append, access=access))
        server = serving_now.server
        ours = {
            PREFECT_API_URL: server.api,
            PREFECT_API_AUTH_STRING: SERVER_PASSWORD,
            PREFECT_HOME: Path(server.home),
            PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: False,
        }
        with temporary_settings(ours):
            yield Served(server, workspace, said, audit)
            serving_now.check()
            APILogWorker.drain_all(timeout=10)  # its thread would go on calling a server that has gone


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """A workspace with the example register and nothing received."""
    return Workspace.create(tmp_path / "office")


@pytest.fixture(scope="session")
def published_year(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Five releases of one district: half a minute to make, and nothing changes them."""
    return five_releases(tmp_path_factory.mktemp("published") / "office")


@pytest.fixture(scope="session")
def bi(tmp_path_factory: pytest.TempPathFactory) -> BiOffice:
    """Two releases with something of everything that BI asks for; nothing changes them."""
    return bi_office(tmp_path_factory.mktemp("bi") / "office")
