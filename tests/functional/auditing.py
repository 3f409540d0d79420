"""Processes that are listened to: which machines they ask for, by name or address."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "audited"


@dataclass(frozen=True)
class Audit:
    """Where processes write down whom they asked."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """For every process that is to be listened to, and what it starts."""
        paths = [str(FOLDER), *filter(None, [os.environ.get("PYTHONPATH")])]
        return {"PYTHONPATH": os.pathsep.join(paths), "ZWGK_TEST_AUDIT": str(self.folder)}

    @property
    def started(self) -> list[str]:
        """The command line of every process that was listened to."""
        return [line.removeprefix("started ") for line in self._lines() if line.startswith("started ")]

    @property
    def asked(self) -> list[str]:
        """Whom they asked outside this machine."""
        return [line for line in self._lines() if line.startswith("asked ")]

    def _lines(self) -> list[str]:
        return [line for path in sorted(self.folder.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
