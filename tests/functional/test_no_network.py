"""No library of ours asks anybody: the whole way works where there is no network, and what Prefect starts is listened to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.auditing import Audit

PROJECT = Path(__file__).parents[2]
CUT_OFF = ("unshare", "--user", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")


def cut_off(*command: str) -> list[str]:
    """The command in a network of its own that has nothing but loopback."""
    return [*CUT_OFF, *command]


@pytest.fixture
def _can_cut_off() -> None:
    try:
        subprocess.run(cut_off("true"), check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as failed:
        pytest.skip(f"no network namespaces here ({failed}): that all works with the network cut off was NOT checked")


@pytest.mark.usefixtures("_can_cut_off")
def test_there_is_no_network_in_there() -> None:
    ask = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    done = subprocess.run(cut_off(sys.executable, "-c", ask), capture_output=True, text=True, timeout=60, check=False)
    assert "Network is unreachable" in done.stderr


@pytest.mark.usefixtures("_can_cut_off")
def test_the_whole_way_works_with_the_network_cut_off_and_asks_nobody(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit")
    audit.folder.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "GX_", "DO_NOT"))}
    done = subprocess.run(
        cut_off(sys.executable, "-m", "tests.functional.walk", str(tmp_path / "office"), str(tmp_path / "prefect")),
        env=clean | audit.environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "office" / "releases" / "current" / "zwgk.duckdb").is_file()
    assert audit.asked == []
    assert any("forkserver" in command for command in audit.started)
    assert any("prefect server start" in command for command in audit.started)
