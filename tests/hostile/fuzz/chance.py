"""Where a fuzzed case gets its choices from: one Random interface over a seed, over hypothesis, or over the bytes that atheris steers."""

from __future__ import annotations

from random import Random


class GivenBytes(Random):
    """Chances taken from bytes in their order; when these are used up every further one is zero. The same bytes make the same choices."""

    def __init__(self, content: bytes) -> None:
        super().__init__(0)
        self._content, self._at = content, 0

    def random(self) -> float:
        """A float in [0, 1), of four bytes."""
        return self.getrandbits(32) / 2**32

    def getrandbits(self, k: int) -> int:
        """An integer of `k` bits."""
        taken = self._content[self._at : self._at + (k + 7) // 8]
        self._at += len(taken)
        return int.from_bytes(taken, "little") & ((1 << k) - 1)
