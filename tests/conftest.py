import os

import pytest

# Before anything imports Prefect or Great Expectations: no test reports to anybody.
os.environ |= {"DO_NOT_TRACK": "1", "GX_ANALYTICS_ENABLED": "false", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


@pytest.fixture(autouse=True)
def _only_settings_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own ZWGK_* settings and proxies change no test."""
    for name in [name for name in os.environ if name.startswith("ZWGK_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
