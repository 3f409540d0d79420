"""What story.yaml declares of the invented portal: when it is visited, what goes wrong with it, and what it says otherwise than units."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from warehouse.catalog.forms import Declared


class PortalVisit(Declared):
    """One visit to sources; `emptied` are those whose list comes back empty that day and has to end in quarantine."""

    at: datetime
    sources: tuple[str, ...]
    emptied: tuple[str, ...] = ()


class LateReply(Declared):
    """A unit's month on the message board of which the board counts fewer replies as in time than the unit does."""

    unit: str
    month: date
    late: int


class Unexplained(Declared):
    """A quarter in which a unit says of its normative documents that they are explained, and the portal has no explanation."""

    unit: str
    period: str


class PublishedReport(Declared):
    """A unit's annual report on the portal: `edits` are added to the figures that it sent in, `amended_on` it says something more."""

    unit: str
    published_on: date
    edits: dict[str, int] = Field(default_factory=dict)
    amended_on: date | None = None


class BrokenPage(Declared):
    """A unit's page of evidence of a quarter that answers with an error for some days."""

    unit: str
    period: str
    first: date
    last: date


class PortalPart(Declared):
    """The portal of the story. `host` is a name that no real site can have (RFC 2606)."""

    host: str
    year: int
    late_replies: tuple[LateReply, ...]
    unexplained: tuple[Unexplained, ...]
    reports: tuple[PublishedReport, ...]
    broken: tuple[BrokenPage, ...]

    @property
    def address(self) -> str:
        """The address of its columns."""
        return f"http://{self.host}/zwgk"
