"""How files are read: versions of the unit's workbook, the words on cover and stamp, and the names of what can be wrong with a file."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from warehouse.catalog.forms import Declared


class MappedCell(Declared):
    """One row of a template map: where a statutory cell stands, and the label (and second label) expected beside it."""

    cell_code: str
    address: str
    label_address: str
    label: str
    column_label_address: str = ""
    column_label: str = ""


class TemplateVersion(Declared):
    """One version of the unit's workbook; `signature` finds it where its stamp was lost."""

    version: str
    method: Literal["recognise", "map"]
    reason: str
    sheet: str | None = None
    edition: str | None = None
    signature: dict[str, str] = Field(default_factory=dict)
    cells: tuple[MappedCell, ...] = ()


class YesNo(Declared):
    """How people answer a yes-or-no question."""

    yes: tuple[str, ...]
    no: tuple[str, ...]


class Wording(Declared):
    """One row of wordings.csv: 本年, 本季度 and 本期 are one word when labels are compared."""

    written: str
    folded: str
    reason: str


class PersonalWords(Declared):
    """By what a list of persons is told from a report: headings, the words before a contact's telephone, and what is said of each kind."""

    persons: tuple[str, ...]
    details: tuple[str, ...]
    contacts: tuple[str, ...]
    most_contacts: int
    least_rows: int
    kinds: dict[Literal["identity", "mobile", "heading"], str]


class Templates(Declared):
    """templates.yaml, with the maps of its versions and wordings.csv."""

    versions: tuple[TemplateVersion, ...]
    stamp_mark: tuple[str, str]
    stamp_keys: tuple[str, ...]
    cover_variants: dict[str, tuple[str, ...]]
    answers: YesNo
    scope_variants: dict[str, tuple[str, ...]]
    personal: PersonalWords
    wordings: tuple[Wording, ...] = ()

    def version(self, version: str | None) -> TemplateVersion | None:
        """The declared version of this name; None for one that nobody declared."""
        return next((declared for declared in self.versions if declared.version == version), None)


class FileErrorKind(Declared):
    """One way in which a file can be unreadable (file_errors.yaml)."""

    code: str
    title: str
    message: str
    remedy: str
