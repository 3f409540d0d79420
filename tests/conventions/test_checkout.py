"""What is tracked holds no path of a machine and no download host, and the lock holds a hash for each requirement."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conventions.source import ROOT, tracked_files

# Written in two parts so that this file does not match itself.
MACHINE_PATH = re.compile(r"(?:(?<![\w.~$}/-])|file:/" + r"/)/(?:work|root|home|opt|Users)" + r"/[\w.-]+")
REGISTRY = re.compile(
    "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.", "(?<!emit-)index" + r"-url[ =]", "mirrors?" + r"\.\w+\."])
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
LARGEST = 1_000_000


def _texts() -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield str(path.relative_to(ROOT)), content.decode("utf-8")


def _locked() -> list[str]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return [line for line in lock.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["path of a machine", "download host"])
def test_no_tracked_file_names(pattern: re.Pattern[str]) -> None:
    found = [(name, match[0]) for name, text in _texts() if (match := pattern.search(text)) is not None]
    assert found == []


def test_paths_and_hosts_are_seen_where_they_are() -> None:
    assert MACHINE_PATH.search("open('/ro" + "ot/.cache')")
    assert MACHINE_PATH.search("file:/" + "//op" + "t/wheels")
    assert MACHINE_PATH.search("http://127.0.0.1:4200/api/work" + "/x") is None
    assert REGISTRY.search("https://py" + "pi.org/simple")
    assert REGISTRY.search("--no-emit-index-url --no-annotate") is None


def test_no_tracked_file_is_larger_than_a_megabyte() -> None:
    assert [str(path) for path in tracked_files() if path.stat().st_size > LARGEST] == []


def test_the_lock_pins_every_requirement_with_a_hash() -> None:
    locked = _locked()
    assert len(locked) > 100
    assert [line.split()[0] for line in locked if "==" not in line.split()[0] or not HASH.search(line)] == []


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = dict(line.split()[0].split("==") for line in _locked())
    versions = {canonicalize_name(name.partition("[")[0]): version for name, version in pinned.items()}
    asked = [Requirement(line) for line in (*project["dependencies"], *project["optional-dependencies"]["dev"])]
    unmet = [str(one) for one in asked if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"))]
    assert unmet == []
