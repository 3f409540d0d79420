"""Places of a text that a phrase has been found at: each place belongs to the first form that fits it."""

from __future__ import annotations


class Covered:
    """Which letters of a text are taken."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def take(self, start: int, stop: int) -> bool:
        """Takes the letters from `start` to `stop`; False, and nothing is taken, where one of them is already."""
        if any(self._taken[start:stop]):
            return False
        self._taken[start:stop] = b"\1" * (stop - start)
        return True
