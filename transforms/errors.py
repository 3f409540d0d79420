"""The one way in which reading refuses a file: a code of file_errors.yaml, and what more is known."""

from __future__ import annotations

from warehouse.catalog.catalog import Catalog


class FileError(Exception):
    """The file cannot be read; `code` names the way (file_errors.yaml), `detail` fills its message, in Chinese."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def sentence(self, catalog: Catalog) -> str:
        """What the unit is told: the whole sentence."""
        return catalog.file_error(self.code).message.format(detail=self.detail)
