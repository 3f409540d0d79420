"""What the list of problems (问题清单) looks for and says: kinds, demands and words of problems.yaml."""

from __future__ import annotations

from warehouse.catalog.declared import Coded
from warehouse.catalog.forms import Declared


class ProblemKind(Coded):
    """A kind of problem: what it says, what is demanded; `without` are rules or indicators that another kind speaks for."""

    text: str
    demand: str
    without: tuple[str, ...] = ()


class ProblemColumns(Declared):
    """The headings of the list as a workbook."""

    number: str
    problem_id: str
    unit: str
    kind: str
    text: str
    demand: str
    listed: str
    due_on: str
    status: str
    closing: str


class ProblemWords(Declared):
    """Everything declared about problems."""

    kinds: tuple[ProblemKind, ...]
    statuses: dict[str, str]
    closings: dict[str, str]
    sentences: dict[str, str]
    columns: ProblemColumns
    title: str
    sheet_name: str
    cover: str
    handed_on: str
    unknown_due: str
    reopened: str

    def kind(self, code: str) -> ProblemKind:
        """The kind of this code."""
        return next(kind for kind in self.kinds if kind.code == code)
