"""Where the values of a portal's answers stand: in a row of a page, of JSON or of a table, or on an item's own page."""

from __future__ import annotations

import re

from pydantic import Field, model_validator

from warehouse.catalog.forms import Declared

UNIT, PERIOD = "unit", "period"


class Pick(Declared):
    """Where a value stands: an XPath in a row of a page, a path of keys in JSON (`dept.name`), a heading of a table, or `@name`, the
    file's own name. `pattern`'s first group is the value; where it does not match there is none.
    """

    select: str
    pattern: re.Pattern[str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: object) -> object:
        return {"select": given} if isinstance(given, str) else given


class ItemFields(Declared):
    """Where an item's properties stand. `linked_url` and `linked_number` lead from an interpretation to its document."""

    title: Pick
    url: Pick
    published_on: Pick
    unit: Pick | None = None
    document_number: Pick | None = None
    linked_url: Pick | None = None
    linked_number: Pick | None = None

    def picks(self) -> dict[str, Pick]:
        """Every declared field by its name."""
        return {name: pick for name in type(self).model_fields if (pick := getattr(self, name)) is not None}


class DetailFields(Declared):
    """Where an item's own page states what its row leaves out, as XPaths. Each page is fetched once, `most` of them in a run."""

    unit: Pick | None = None
    document_number: Pick | None = None
    linked_url: Pick | None = None
    linked_number: Pick | None = None
    most: int = Field(default=30, ge=1, le=500)

    def picks(self) -> dict[str, Pick]:
        """Every declared field by its name."""
        return {name: pick for name in type(self).model_fields if isinstance(pick := getattr(self, name), Pick)}


class FigureFields(Declared):
    """Where figures stand: one row a unit and period, a column for each metric."""

    unit: Pick | None = None
    period: Pick
    metrics: dict[str, Pick] = Field(min_length=1)

    def picks(self) -> dict[str, Pick]:
        """Unit and period by those names, each metric by its code."""
        unit = {} if self.unit is None else {UNIT: self.unit}
        return {**unit, PERIOD: self.period, **self.metrics}
