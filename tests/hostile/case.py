"""One hostile or broken file: which line of the matrix it belongs to, how it is made, and how it has to end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """`code` is that of file_errors.yaml; None where the file is odd but harmless and has to be read. Files are made when asked for."""

    id: str
    name: str
    make: Callable[[], bytes]
    code: str | None
    suffix: str = "xlsx"

    @property
    def label(self) -> str:
        return f"{self.id} {self.name}"

    @property
    def file_name(self) -> str:
        return f"{self.id}-{self.name.replace(' ', '-').replace('/', '-')}.{self.suffix}"


def labels(cases: Iterable[Hostile]) -> list[str]:
    return [case.label for case in cases]
