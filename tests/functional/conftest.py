from collections.abc import Iterator

import pytest

from tests.functional.drop_server import DropServer


@pytest.fixture
def drop() -> Iterator[DropServer]:
    served = DropServer()
    server = served.start()
    yield served
    server.shutdown()
    server.server_close()
