from collections.abc import Iterator
from functools import partial

import pytest

from flows.sources.inbox import find_files
from tests.functional.dask_cluster import Cluster, running_cluster
from tests.hostile.office import HostileOffice, besieged
from warehouse.workspace import Workspace


@pytest.fixture(scope="session", autouse=True)
def _inbox_at_rest() -> Iterator[None]:
    """What a test puts into an inbox is whole, unless it says otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.steps.collect.find_files", partial(find_files, settle=0))
        yield


@pytest.fixture(scope="session")
def hostile_office(tmp_path_factory: pytest.TempPathFactory) -> HostileOffice:
    return besieged(Workspace.create(tmp_path_factory.mktemp("hostile") / "office"))


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.create(tmp_path_factory.mktemp("small") / "office")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers for all tests of a session."""
    with running_cluster(tmp_path_factory.mktemp("cluster"), workers=2) as running:
        yield running
